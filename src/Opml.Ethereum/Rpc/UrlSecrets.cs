namespace Opml.Ethereum.Rpc;

/// <summary>
/// What of a node's address may be a key: user and password, long segments of the path, values of the query. Nodes repeat them in
/// their error messages, and these end in logs.
/// </summary>
internal sealed class UrlSecrets
{
    private const int ShortestSegment = 8;

    private readonly string[] _secrets;

    public UrlSecrets(Uri url)
    {
        IEnumerable<string> found =
        [
            url.UserInfo,
            .. url.UserInfo.Split(':'),
            .. url.AbsolutePath.Split('/').Where(segment => segment.Length >= ShortestSegment),
            .. url.Query.TrimStart('?').Split('&').Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]),
        ];
        _secrets = [.. found
            .SelectMany(text => new[] { text, Uri.UnescapeDataString(text) })
            .Where(text => text.Length > 2)
            .Distinct()
            .OrderByDescending(text => text.Length)];
    }

    /// <summary>The text with asterisks in the place of whatever may be a key.</summary>
    public string Remove(string text) =>
        _secrets.Aggregate(text, (clean, secret) => clean.Replace(secret, "***", StringComparison.OrdinalIgnoreCase));
}
