using System.Management.Automation;

namespace Opml.PowerShell.Tests;

/// <summary>What Tab offers, on lines as a user types them.</summary>
[Collection(nameof(OnChain))]
public sealed class CompleterTests
{
    private readonly ModuleSession _session;
    private readonly ChainScene _scene;

    public CompleterTests(ChainScene scene)
    {
        _scene = scene;
        _session = scene.Session;
    }

    [Theory]
    [InlineData("Start-OpmlDevnet -Hardfork ", "osaka,prague,cancun")]
    [InlineData("Start-OpmlDevnet -Hardfork pr", "prague")]
    [InlineData("Start-OpmlDevnet -Hardfork none", "")]
    [InlineData("Start-OpmlChallenge -FaultRegister 3", "3,30,31")]
    [InlineData("Start-OpmlChallenge -FaultRegister t8", "24")]
    [InlineData("Start-OpmlChallenge -FaultRegister zero", "")]
    [InlineData("Start-OpmlChallenge -Fault L", "Lateness")]
    [InlineData("New-OpmlModel -Engine ", "Managed,Torch")]
    [InlineData("New-OpmlModel -Engine Torch -Device c", "cpu,cuda")]
    [InlineData("Get-OpmlRequest -Deployment $deployment -RequestId ", "2,1")]
    [InlineData("Get-OpmlRequest -Deployment $registered -RequestId 1", "1")]
    [InlineData("Get-OpmlRequest -RequestId ", "")]
    [InlineData("Get-OpmlRequest -Deployment $nowhere -RequestId ", "")]
    [InlineData("Test-OpmlModel -Deployment $nowhere -ModelId ", "")]
    [InlineData("Wait-OpmlRequest -Until D", "Delivered")]
    [InlineData("Get-OpmlChallenge -Deployment $deployment -Game ", "")]
    [InlineData("Invoke-EthereumContract -Function ", "")]
    [InlineData("Complete-OpmlResult -Account $noAccount -Deployment $deployment -RequestId 2", "2")]
    public void Offers(string line, string expected) => Assert.Equal(expected, string.Join(',', Texts(line)));

    [Theory]
    [InlineData("Publish-OpmlContract -RpcUrl ")]
    [InlineData("Start-OpmlChallenge -RpcUrl http")]
    public void Offers_the_running_node(string line) => Assert.Equal([_scene.Text("$devnet.RpcUrl")], Texts(line));

    [Theory]
    [InlineData("Publish-OpmlContract -Devnet ", "(Get-OpmlDevnet)")]
    [InlineData("Stop-OpmlDevnet http", "(Get-OpmlDevnet)")]
    [InlineData("Start-OpmlNode -RpcUrl ", "$devnet.RpcUrl")]
    [InlineData("Receive-OpmlPayment -To 0xf39Fd6", "$devnet.Accounts[0].Address")]
    [InlineData("Get-OpmlRequest -Requester 0x7099", "$devnet.Accounts[1].Address")]
    public void Offers_what_is_running(string line, string expression) =>
        Assert.Equal([expression[0] == '(' ? expression : _scene.Text(expression)], Texts(line));

    [Theory]
    [InlineData("-Tensor ", true)]
    [InlineData("-Tensor nothing", false)]
    public void Offers_the_tensors_of_the_file(string argument, bool known)
    {
        string path = Path.Join(_session.Root, "tests", "data", "pytorch", "lenet.pt");
        string[] names = [.. _session.Run($"(Get-OpmlModel '{path}' -SkipStatistics).Tensors.Name").Select(static name => name.ToString())];
        Assert.Equal(known ? names : [], Texts($"Get-OpmlModel '{path}' {argument}"));
        Assert.Empty(Texts($"Get-OpmlModel nowhere.pt {argument}"));
    }

    [Theory]
    [InlineData("Request-OpmlInference -Deployment $deployment -ModelId ")]
    [InlineData("Test-OpmlModel -Deployment $deployment -ModelId 0x")]
    public void Offers_the_registered_model(string line) => Assert.Equal([_scene.Text("$registered.ModelId")], Texts(line));

    [Theory]
    [InlineData("Publish-OpmlContract -Account ", 10)]
    [InlineData("Open-OpmlChallenge -Deployment $deployment -Account ", 10)]
    [InlineData("Open-OpmlChallenge -Deployment $nowhere -Account ", 0)]
    [InlineData("Start-OpmlChallenge -ProposerAccount 0xf39Fd6", 1)]
    [InlineData("Start-OpmlChallenge -ChallengerAccount 0x00", 0)]
    public void Offers_accounts(string line, int count) => Assert.Equal(count, _session.Complete(line).Count(static match => match.ResultType == CompletionResultType.ParameterValue));

    [Fact]
    public void Offered_accounts_are_expressions_for_the_accounts_they_say()
    {
        foreach (CompletionResult match in _session.Complete("Publish-OpmlContract -Account "))
            Assert.StartsWith(_session.Run(match.CompletionText + ".Address").Single().ToString(), match.ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void With_two_nodes_the_expression_names_the_one()
    {
        _session.Run("$other = Start-OpmlDevnet -AccountCount 2");
        try
        {
            string second = Assert.Single(_session.Complete("Publish-OpmlContract -RpcUrl $other.RpcUrl -Account 0x7099")).CompletionText;
            Assert.Equal(_scene.Text("$other.Accounts[1].Address"), _session.Run(second + ".Address").Single().ToString());
            Assert.Equal(12, _session.Complete("Publish-OpmlContract -Account ").Count);
        }
        finally
        {
            _session.Run("$other | Stop-OpmlDevnet");
        }
    }

    private string[] Texts(string line) => [.. _session.Complete(line).Where(static match => match.ResultType == CompletionResultType.ParameterValue).Select(static match => match.CompletionText)];
}
