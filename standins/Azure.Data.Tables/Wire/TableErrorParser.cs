using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// Reads an error's code and message: <c>{"odata.error": {"code": …, "message": {"value": …}}}</c>, or an XML element
/// <c>error</c> with <c>code</c> and <c>message</c>, or the header x-ms-error-code alone.
/// </summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public static readonly TableErrorParser Instance = new();

    public override bool TryParse(
        Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        var (code, message) = Body(response);
        code ??= response.Headers.TryGetValue("x-ms-error-code", out var header) ? header : null;
        if (code is null)
        {
            error = null;
            return false;
        }

        error = new ResponseError(code, message);
        if (Index(message) is { } index)
            data = new Dictionary<string, string> { [TableTransactionFailedException.IndexKey] = index };
        return true;
    }

    /// <summary>The message of a refused transaction starts with the action's index and a colon.</summary>
    private static string? Index(string? message)
    {
        var colon = message?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0 && message.AsSpan(0, colon).ContainsAnyExceptInRange('0', '9') is false ? message![..colon] : null;
    }

    private static (string? Code, string? Message) Body(Response response)
    {
        // Azurite and proxies do not always say truly what they send, so the first character decides.
        if (response.ContentStream is not { CanSeek: true } content)
            return default;

        var text = response.Content.ToString().AsSpan().Trim("\uFEFF \t\r\n").ToString();
        try
        {
            return text switch
            {
                ['{', ..] => Json(text),
                ['<', ..] => Xml(text),
                _ => default,
            };
        }
        catch (Exception exception) when (exception is JsonException or XmlException)
        {
            return default;
        }
        finally
        {
            content.Position = 0;
        }
    }

    private static (string?, string?) Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (!document.RootElement.TryGetProperty("odata.error", out var error) || error.ValueKind != JsonValueKind.Object)
            return default;

        var code = error.TryGetProperty("code", out var value) ? Text(value) : null;
        if (!error.TryGetProperty("message", out var message))
            return (code, null);
        return (code, message.ValueKind == JsonValueKind.Object && message.TryGetProperty("value", out value) ? Text(value) : Text(message));
    }

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static (string?, string?) Xml(string text)
    {
        var root = XDocument.Parse(text).Root!;
        return string.Equals(root.Name.LocalName, "error", StringComparison.OrdinalIgnoreCase) ? (Child("code"), Child("message")) : default;

        string? Child(string name) => root.Elements()
            .FirstOrDefault(element => string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}
