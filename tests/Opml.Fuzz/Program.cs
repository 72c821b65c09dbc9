using Opml.Fuzz;

FuzzOptions options;
try
{
    options = FuzzOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 64;
}

return options.Child is { } child ? ChildProcess.Run(child, options) : Campaign.Run(options);
