using Opml.Ethereum;

namespace Opml.Node.Status;

/// <summary>A model that a node works for.</summary>
/// <param name="ProgramPath">The program's file.</param>
/// <param name="ModelPath">The model's file.</param>
/// <param name="ProgramHash">keccak256 of the program's flat image.</param>
/// <param name="ModelHash">keccak256 of the model's bytes.</param>
/// <param name="GoldenRoot">Memory root with both loaded and no input.</param>
/// <param name="IsRetired">Whether its files are gone, so that it gets no new work.</param>
public sealed record NodeModel(string ProgramPath, string ModelPath, Hash32 ProgramHash, Hash32 ModelHash, Hash32 GoldenRoot, bool IsRetired);
