namespace Opml.Models.Data;

/// <summary>How many images of an IDX file are read.</summary>
/// <param name="Read">Those that are.</param>
/// <param name="Total">Those that the file has.</param>
public readonly record struct IdxProgress(int Read, int Total);
