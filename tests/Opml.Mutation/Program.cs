using System.Diagnostics;
using Opml.Mutation;

// Opml.Mutation REPOSITORY [NUMBER …]: sows the faults of mutants.tsv, all or those numbered, and runs for each the tests that should notice.
// Exit code 0 when all are noticed, 1 when one is not, 2 when it could not be tried.
string root = args.Length > 0 ? args[0] : Environment.CurrentDirectory;
try
{
    IReadOnlyList<Mutant> all = Mutant.Read(Path.Combine(AppContext.BaseDirectory, "mutants.tsv"));
    int[] wanted = [.. args.Skip(1).Select(arg => int.Parse(arg, null))];
    Mutant[] mutants = [.. all.Where(mutant => wanted.Length == 0 || wanted.Contains(mutant.Number))];
    using var field = new Field();
    field.Sow(root, all);
    Console.WriteLine($"{all.Count} faults are sown; building.");
    field.Build(mutants.Select(mutant => mutant.Project).Distinct());
    foreach (IGrouping<string, Mutant> group in mutants.GroupBy(mutant => mutant.Project))
    {
        if (field.FirstFailure(0, group.Key, group.SelectMany(mutant => mutant.Classes).Distinct()) is { } failure)
            throw new MutationException($"Without any fault, {group.Key}: {failure}.");
    }

    int missed = 0;
    foreach (Mutant mutant in mutants)
    {
        long start = Stopwatch.GetTimestamp();
        string? failure = field.FirstFailure(mutant.Number, mutant.Project, mutant.Classes);
        if (failure is null) missed++;
        Console.WriteLine($"{(failure is null ? "MISSED" : "caught")} {mutant.Number,3} {mutant} | {failure ?? "every test passes"} ({Stopwatch.GetElapsedTime(start).TotalSeconds:0} s)");
    }
    Console.WriteLine($"{mutants.Length} faults, {mutants.Length - missed} caught, {missed} missed");
    return missed == 0 ? 0 : 1;
}
catch (MutationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
