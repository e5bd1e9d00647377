using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Patchwork;

/// <summary>
/// Rewrites the addresses that Patchwork builds from the Host header of a request: relative to the server in the
/// archive, absolute again in an answer. Only the fields that Patchwork fills with its own addresses are touched,
/// never the text of a mail.
/// </summary>
public static partial class ServerAddress
{
    private static readonly string[] Fields = ["url", "web_url", "mbox", "comments", "checks"];

    /// <summary>Lists of addresses, since API 1.4.</summary>
    private static readonly string[] ListFields = ["dependencies", "dependents", "supersedes", "superseded"];

    /// <summary>Whether Patchwork writes an address of its own into a field of this name.</summary>
    private static bool IsAddress(JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.String && Array.Exists(Fields, property.NameEquals);

    /// <summary>Copies a resource with the server's own addresses made relative.</summary>
    public static ReadOnlyMemory<byte> MakeRelative(JsonElement resource, Uri server) =>
        PlainJson.Write(writer => Copy(resource, writer, address => Relative(address, server)));

    /// <summary>Copies a resource with the addresses that are relative in the archive made absolute.</summary>
    /// <param name="origin">Scheme and authority of this host, as <c>https://example.org</c>, without a slash at the
    /// end.</param>
    public static ReadOnlyMemory<byte> MakeAbsolute(JsonNode resource, string origin)
    {
        using var document = JsonSerializer.SerializeToDocument(resource, PatchworkJson.Default.JsonNode);
        return PlainJson.Write(writer =>
            Copy(document.RootElement, writer, address => address.StartsWith('/') ? origin + address : address)
        );
    }

    /// <summary>Writes a resource with the server's own addresses on another host, with their versions.</summary>
    /// <param name="origin">Scheme and authority, without a slash at the end.</param>
    public static void WriteRehosted(JsonElement resource, Utf8JsonWriter writer, Uri server, string origin) =>
        Copy(resource, writer, address => Rehost(address, server, origin));

    /// <summary>An address of the server on another host; another server's address stays as it is.</summary>
    public static string Rehost(string address, Uri server, string origin) =>
        PathOf(address, server) is { } path ? origin + path : address;

    /// <summary>The path and query of an address on the server; another server's address stays as it is.</summary>
    public static string Relative(string address, Uri server) =>
        PathOf(address, server) is { } path ? VersionInPath().Replace(path, "/api/", 1) : address;

    /// <summary>
    /// Whether an address is on the server's host. A proxy may end TLS in front of the server, so the scheme in an answer
    /// can differ from the setting's.
    /// </summary>
    public static bool IsOn(Uri address, Uri server) =>
        string.Equals(address.Host, server.Host, StringComparison.OrdinalIgnoreCase)
        && (address.Port == server.Port || (address.IsDefaultPort && server.IsDefaultPort));

    private static string? PathOf(string address, Uri server)
    {
        if (!UriText.TryReadWeb(address, out var parsed) || !IsOn(parsed, server))
            return null;

        var path = address.IndexOf('/', address.IndexOf("://", StringComparison.Ordinal) + 3);
        if (path < 0)
            return "/";
        // The server's root may be below that of its host.
        var root = server.AbsolutePath;
        return address.AsSpan(path).StartsWith(root, StringComparison.Ordinal)
            ? address[(path + root.Length - 1)..]
            : null;
    }

    /// <summary>Answers of a versioned API point to that version; the archive's addresses have none.</summary>
    [GeneratedRegex(@"^/api/\d+\.\d+/", RegexOptions.CultureInvariant)]
    private static partial Regex VersionInPath();

    private static void CopyAddresses(JsonElement list, Utf8JsonWriter writer, Func<string, string> rewrite)
    {
        writer.WriteStartArray();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
                writer.WriteStringValue(rewrite(item.GetString()!));
            else
                Copy(item, writer, rewrite);
        }
        writer.WriteEndArray();
    }

    private static void Copy(JsonElement element, Utf8JsonWriter writer, Func<string, string> rewrite)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    if (IsAddress(property))
                    {
                        writer.WriteString(property.Name, rewrite(property.Value.GetString()!));
                    }
                    else if (
                        property.Value.ValueKind == JsonValueKind.Array
                        && Array.Exists(ListFields, property.NameEquals)
                    )
                    {
                        writer.WritePropertyName(property.Name);
                        CopyAddresses(property.Value, writer, rewrite);
                    }
                    else
                    {
                        writer.WritePropertyName(property.Name);
                        if (property.NameEquals("headers"))
                            property.Value.WriteTo(writer);
                        else
                            Copy(property.Value, writer, rewrite);
                    }
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Copy(item, writer, rewrite);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
