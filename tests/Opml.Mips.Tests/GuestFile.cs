namespace Opml.Mips.Tests;

/// <summary>The committed programs of tests/guests and examples/mnist/guest.</summary>
internal static class GuestFile
{
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "guests", name));
}
