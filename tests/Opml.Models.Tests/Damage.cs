using Opml.Models;

namespace Opml.Models.Tests;

/// <summary>Damages files a byte at a time.</summary>
internal static class Damage
{
    /// <summary>
    /// Reads a file with each of its first bytes changed in four ways: it is read, or refused with a <see cref="ModelFormatException"/>;
    /// any other error is the caller's test's.
    /// </summary>
    public static void EachByte(byte[] whole, int bytes, Action<byte[]> read)
    {
        for (int i = 0; i < Math.Min(whole.Length, bytes); i++)
        {
            byte before = whole[i];
            foreach (byte value in new[] { (byte)(before ^ 1), (byte)(before ^ 0x80), (byte)0xff, (byte)0 })
            {
                whole[i] = value;
                try
                {
                    read(whole);
                }
                catch (ModelFormatException)
                {
                    // Refused: as good.
                }
            }

            whole[i] = before;
        }
    }
}
