using Opml.Dispute.Devnet;

namespace Opml.Dispute.Tests.Devnet;

public sealed class AnvilProgramTests
{
    [Theory]
    [InlineData("src/contracts/node_modules", "module/bin/deps")]
    [InlineData("src/contracts/node_modules", "")]
    [InlineData("node_modules", "a/b/c")]
    public void Npms_package_is_found_from_any_folder_below(string packages, string start)
    {
        var root = Directory.CreateTempSubdirectory("opml-anvil-");
        try
        {
            var bin = root.CreateSubdirectory(Path.Combine(packages, "@foundry-rs", AnvilProgram.PackageName()!, "bin"));
            var program = Path.Combine(bin.FullName, AnvilProgram.FileName);
            File.WriteAllBytes(program, []);
            var folder = start.Length == 0 ? root : root.CreateSubdirectory(start);

            Assert.Equal(program, AnvilProgram.FromPackages(folder.FullName));
            Assert.Equal(program, AnvilProgram.Find(program));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_packages_has_none()
    {
        var root = Directory.CreateTempSubdirectory("opml-anvil-");
        try
        {
            Assert.Null(AnvilProgram.FromPackages(root.FullName));
        }
        finally
        {
            root.Delete();
        }
    }
}
