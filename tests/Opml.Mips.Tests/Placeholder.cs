namespace Opml.Mips.Tests;

public class Placeholder
{
    [Fact]
    public void Runs() => Assert.NotNull(typeof(Placeholder).Assembly.GetName().Name);
}
