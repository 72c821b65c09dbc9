using System.Globalization;
using System.Text;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Gas;

/// <summary>Gas by contract, function and case: as measured, and as the checked-in file has it, of which the page is made.</summary>
public sealed class GasTable
{
    private readonly List<(string Contract, string Function, string Case, ulong Gas)> _rows = [];

    public IReadOnlyList<(string Contract, string Function, string Case, ulong Gas)> Rows => _rows;

    public static string FiguresPath { get; } = Path.Join(RepositoryFolder.Path, "tests", "Opml.Dispute.Tests", "Gas", "gas.tsv");

    public static string PagePath { get; } = Path.Join(RepositoryFolder.Path, "docs", "gas.md");

    public void Add(string contract, string function, string what, ulong gas) => _rows.Add((contract, function, what, gas));

    public async Task<TransactionReceipt> AddAsync(string contract, string function, string what, Task<TransactionReceipt> sent)
    {
        var receipt = await sent;
        Add(contract, function, what, receipt.GasUsed);
        return receipt;
    }

    public static GasTable Read()
    {
        var table = new GasTable();
        foreach (var line in File.ReadLines(FiguresPath))
        {
            var fields = line.Split('\t');
            table.Add(fields[0], fields[1], fields[2], ulong.Parse(fields[3], CultureInfo.InvariantCulture));
        }

        return table;
    }

    public string Figures() => string.Concat(_rows.Select(row => string.Create(
        CultureInfo.InvariantCulture, $"{row.Contract}\t{row.Function}\t{row.Case}\t{row.Gas}\n")));

    public string Page()
    {
        var page = new StringBuilder(
            $"""
            # Gas of each entry point

            One transaction each, intrinsic gas and calldata included, on a local node with the rules of {GasFixture.Hardfork} (EIP-7623 prices large calldata). `tests/Opml.Dispute.Tests/Gas`
            measures the figures, makes this page of them, and fails when one grows by more than 5 %. To take new ones, run the tests of that project with
            `OPML_GAS=write` in the environment, and commit `gas.tsv` and this page.

            Unless it says otherwise: an input of 24 bytes, an output of 4 bytes, k = 4, a toy machine whose step costs next to nothing (the real one's adds what
            `MipsMachine.step` costs less the 21,000 of a transaction of its own), and a callback that keeps 4 bytes of output and 3 of data.

            """.ReplaceLineEndings("\n"));
        foreach (var contract in _rows.GroupBy(row => row.Contract))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {contract.Key}\n\n| function | case | gas |\n| --- | --- | ---: |\n");
            foreach (var row in contract.GroupBy(row => row.Function).SelectMany(function => function))
                page.Append(CultureInfo.InvariantCulture, $"| {(row.Function == Deployment ? Deployment : $"`{row.Function}`")} | {row.Case} | {row.Gas:N0} |\n");
        }

        return page.ToString();
    }

    public const string Deployment = "deployment";
}
