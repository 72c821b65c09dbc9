// Prints what Hugging Face's reader finds in a GGUF file: metadata, and each tensor's name, shape, type and offset.
import { gguf } from '@huggingface/gguf';

const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
const { metadata, tensorInfos, tensorDataOffset, littleEndian } = await gguf(process.argv[2], { allowLocalFile: true });
console.log(JSON.stringify({
  littleEndian,
  metadata,
  dataOffset: tensorDataOffset,
  tensors: tensorInfos.map(({ name, shape, dtype, offset }) => ({ name, shape, dtype, offset })),
}, plain));
