namespace Opml.Mutation;

/// <summary>One fault: an expression of a source file, and what stands in its place.</summary>
/// <param name="Number">From 1.</param>
/// <param name="File">Path of the source file, from the repository's root.</param>
/// <param name="Context">Text that the file has once, the expression in it between « and ».</param>
/// <param name="Replacement">The faulty expression, of the same type.</param>
/// <param name="Project">The test project that is to notice, without "Opml." and ".Tests".</param>
/// <param name="Classes">Its test classes that are run, the likeliest first.</param>
internal sealed record Mutant(int Number, string File, string Context, string Replacement, string Project, IReadOnlyList<string> Classes)
{
    /// <summary>Reads the table: five columns between tabs; lines that begin with # are comments.</summary>
    /// <exception cref="MutationException">A line has other columns.</exception>
    public static IReadOnlyList<Mutant> Read(string path)
    {
        var mutants = new List<Mutant>();
        foreach (string line in System.IO.File.ReadLines(path).Where(line => line.Length != 0 && line[0] != '#'))
        {
            string[] columns = line.Split('\t');
            if (columns.Length != 5 || columns[1].Count(c => c is '«' or '»') != 2)
                throw new MutationException($"'{line}' is not: file, context with «expression», replacement, project, classes.");
            mutants.Add(new Mutant(mutants.Count + 1, columns[0], columns[1], columns[2], columns[3], columns[4].Split(' ')));
        }
        return mutants;
    }

    /// <summary>The source with this fault in it, asleep until its number is named.</summary>
    /// <exception cref="MutationException">The context is not there, or more than once.</exception>
    public string Sow(string source)
    {
        int open = Context.IndexOf('«'), close = Context.IndexOf('»');
        string before = Context[..open], expression = Context[(open + 1)..close], after = Context[(close + 1)..];
        string plain = before + expression + after;
        int at = source.IndexOf(plain, StringComparison.Ordinal);
        if (at < 0) throw new MutationException($"{Number}: {File} does not have '{plain}'.");
        if (source.IndexOf(plain, at + 1, StringComparison.Ordinal) >= 0) throw new MutationException($"{Number}: {File} has '{plain}' more than once.");
        string awake = File.EndsWith(".sol", StringComparison.Ordinal) ? $"mutant({Number})" : $"Mutant.Is({Number})";
        return $"{source[..(at + before.Length)]}({awake} ? ({Replacement}) : ({expression})){source[(at + before.Length + expression.Length)..]}";
    }

    /// <summary>The fault in words.</summary>
    public override string ToString() => $"{File}: {Context} → {Replacement}";
}
