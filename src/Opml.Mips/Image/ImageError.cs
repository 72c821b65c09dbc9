namespace Opml.Mips.Image;

/// <summary>Why a file cannot become an image.</summary>
public enum ImageError
{
    /// <summary>Neither an ELF file nor a flat image: the machine could not execute its first word.</summary>
    NotAnImage,

    /// <summary>The file is cut short.</summary>
    Truncated,

    /// <summary>The headers of the file contradict themselves or the ELF specification.</summary>
    Malformed,

    /// <summary>For another processor than MIPS.</summary>
    WrongMachine,

    /// <summary>For 64-bit MIPS.</summary>
    Wrong64Bit,

    /// <summary>For little-endian MIPS.</summary>
    WrongByteOrder,

    /// <summary>An object file, a core dump or something else that is no program.</summary>
    NotExecutable,

    /// <summary>Position-independent, or in need of a dynamic linker.</summary>
    NotStatic,

    /// <summary>Uses a floating-point unit.</summary>
    HardFloat,

    /// <summary>Uses instructions beyond MIPS32 release 1.</summary>
    WrongInstructionSet,

    /// <summary>Follows another calling convention than o32.</summary>
    WrongAbi,

    /// <summary>Has nothing to load.</summary>
    Empty,

    /// <summary>A segment lies on the start-up stub or on another segment.</summary>
    Overlap,

    /// <summary>A segment reaches into the heap, the ranges of input, output and model, or beyond.</summary>
    OutOfRange,

    /// <summary>The entry point is not an aligned address in the program's code.</summary>
    BadEntryPoint,

    /// <summary>A Go program without its symbol table, which the converter needs to patch Go's runtime.</summary>
    StrippedGo,

    /// <summary>A Go program whose runtime is not as the converter knows it.</summary>
    UnknownGo,

    /// <summary>Larger than the machine's program range.</summary>
    TooLarge,
}
