using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Storage;

/// <summary>Signs requests to Azurite's default account: Shared Key for blobs and queues, Shared Key Lite for tables.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key"/>
internal static class SharedKey
{
    private static readonly byte[] Key = Convert.FromBase64String(Azurite.AccountKey);

    /// <summary>Dates and signs a request whose other headers are complete.</summary>
    public static void Sign(HttpRequestMessage request, StorageService service)
    {
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        request.Headers.Remove("x-ms-date");
        request.Headers.Add("x-ms-date", date);
        var (scheme, text) = service == StorageService.Table
            ? ("SharedKeyLite", $"{date}\n{Resource(request)}")
            : ("SharedKey", Text(request));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)));
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {Azurite.DefaultAccount}:{signature}");
    }

    private static string Text(HttpRequestMessage request)
    {
        var length = request.Content?.Headers.ContentLength is > 0 and var bytes ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(Value(request, "Content-Encoding")).Append('\n')
            .Append(Value(request, "Content-Language")).Append('\n')
            .Append(length).Append('\n')
            .Append(Value(request, "Content-MD5")).Append('\n')
            .Append(Value(request, "Content-Type")).Append('\n')
            .Append('\n') // Date: x-ms-date stands for it.
            .Append(Value(request, "If-Modified-Since")).Append('\n')
            .Append(Value(request, "If-Match")).Append('\n')
            .Append(Value(request, "If-None-Match")).Append('\n')
            .Append(Value(request, "If-Unmodified-Since")).Append('\n')
            .Append(Value(request, "Range")).Append('\n');
        foreach (var (name, values) in request.Headers.NonValidated.OrderBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal))
        {
            if (name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
                text.Append(name.ToLowerInvariant()).Append(':').Append(values).Append('\n');
        }
        text.Append(Resource(request));
        foreach (var parameter in Parameters(request.RequestUri!.Query))
            text.Append('\n').Append(parameter);
        return text.ToString();
    }

    private static string Resource(HttpRequestMessage request) => $"/{Azurite.DefaultAccount}{request.RequestUri!.AbsolutePath}";

    private static IEnumerable<string> Parameters(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .OrderBy(parameter => parameter[0], StringComparer.Ordinal)
            .Select(parameter => $"{parameter[0].ToLowerInvariant()}:{(parameter.Length > 1 ? Uri.UnescapeDataString(parameter[1]) : "")}");

    private static string Value(HttpRequestMessage request, string header) =>
        request.Headers.NonValidated.TryGetValues(header, out var values) || request.Content?.Headers.NonValidated.TryGetValues(header, out values) == true
            ? values.ToString()
            : "";
}
