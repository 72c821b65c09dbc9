using System.Net;

namespace Opml.Ethereum.Rpc;

/// <summary>What came back for a question, not read yet.</summary>
internal sealed record JsonRpcAnswer(
    string Node, string Method, long Id, HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter, UrlSecrets Secrets);
