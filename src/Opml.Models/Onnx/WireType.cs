namespace Opml.Models.Onnx;

/// <summary>How protobuf encodes a field, with the encoding's numbers.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}
