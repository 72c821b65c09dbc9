namespace Opml.Mips.Insight;

/// <summary>What a slice of memory is read as.</summary>
public enum MemoryFormat
{
    /// <summary>Big-endian 32-bit words.</summary>
    Word,

    /// <summary>Bytes.</summary>
    Byte,

    /// <summary>UTF-8 text, up to the first zero byte.</summary>
    Text,

    /// <summary>Big-endian IEEE singles.</summary>
    Tensor,
}
