using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.SelfHost.Http;

/// <summary>The function key that callers send in the header or the query, as on Azure.</summary>
internal sealed class FunctionKey
{
    /// <summary>The setting that holds the key.</summary>
    public const string Setting = "Hookwork:FunctionKey";

    private const string Header = "x-functions-key";
    private const string Query = "code";

    private readonly byte[]? _hash;

    /// <param name="key">The key; without one, every request is authorized that is of this machine.</param>
    public FunctionKey(string? key) => _hash = string.IsNullOrEmpty(key) ? null : Hash(key);

    /// <summary>Whether a key is required.</summary>
    public bool IsSet => _hash is not null;

    /// <summary>Whether a request is authorized for a function of this level.</summary>
    public bool Admits(HttpRequest request, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.Anonymous)
            return true;
        if (_hash is null)
            return IsThisMachine(request.Host.Host) && !IsPassedOn(request.Headers);
        var shown = request.Headers.TryGetValue(Header, out var header)
            ? header.ToString()
            : request.Query[Query].ToString();
        // Hashes have equal lengths, so the comparison leaks nothing about the key through timing.
        return CryptographicOperations.FixedTimeEquals(Hash(shown), _hash);
    }

    /// <summary>
    /// Whether the host of a request is an IP address or localhost. Any other name may be DNS rebinding: the name of a
    /// foreign page is made to resolve to this machine, so the browser takes it for a page of this site.
    /// </summary>
    private static bool IsThisMachine(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out _);

    /// <summary>Whether a proxy on this machine says that it passes the request on: it may come from anywhere.</summary>
    private static bool IsPassedOn(IHeaderDictionary headers) =>
        headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded");

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
