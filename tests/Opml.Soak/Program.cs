using Opml.Soak;

SoakOptions options;
try
{
    options = SoakOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 64;
}
string folder = Directory.CreateTempSubdirectory("opml-soak-").FullName;
if (options.Load > 0)
{
    await LoadRun.MeasureAsync(folder, options.Load);
    Directory.Delete(folder, recursive: true);
    return 0;
}
Console.WriteLine($"soak: seed {options.Seed}, {options.Requests} requests, {options.Nodes} nodes; logs in {folder}");
try
{
    await using (World world = await World.MakeAsync(options, folder))
    {
        await world.EndureAsync();
        await world.JudgeAsync();
    }
    Directory.Delete(folder, recursive: true);
    Console.WriteLine("soak: passed");
    return 0;
}
catch (Exception exception)
{
    Console.WriteLine($"soak: FAILED with seed {options.Seed}; logs in {folder}");
    Console.WriteLine(exception);
    return 1;
}
