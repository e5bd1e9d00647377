using System.Text;
using System.Text.Json;
using Hookwork.Catalog.Query;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Catalog;

/// <summary>The headers of a mail as Patchwork's API shows them: still encoded, a string each, or an array of those that repeat.</summary>
internal readonly struct MailHeaders(JsonElement headers)
{
    // Mail comes in charsets that .NET knows only once asked to; MimeKit leaves that to the app.
    static MailHeaders() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The first value of a header, decoded; null where there is none.</summary>
    public string? Text(string name)
    {
        foreach (var value in Values(name))
            return Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value)).Trim();
        return null;
    }

    /// <summary>
    /// The addresses of a header, one an entry, each with its name. What cannot be read as addresses, even in part, is an entry
    /// as it stands, so that it is found all the same.
    /// </summary>
    public IReadOnlyList<string> Addresses(string name)
    {
        List<string> addresses = [];
        foreach (var value in Values(name))
        {
            List<string> read = InternetAddressList.TryParse(value, out var list)
                ? [.. list.Mailboxes.Select(mailbox => string.IsNullOrEmpty(mailbox.Name) ? mailbox.Address : $"{mailbox.Name} <{mailbox.Address}>")]
                : [];
            addresses.AddRange(read);
            var text = Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value));
            if (!Tokens.Of(text).ToHashSet(StringComparer.Ordinal).IsSubsetOf(read.SelectMany(address => Tokens.Of(address))))
                addresses.Add(text);
        }
        return addresses;
    }

    private List<string> Values(string name)
    {
        List<string> values = [];
        if (headers.ValueKind != JsonValueKind.Object)
            return values;
        foreach (var header in headers.EnumerateObject())
        {
            if (!header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (header.Value.ValueKind == JsonValueKind.Array)
                values.AddRange(header.Value.EnumerateArray().Where(IsText).Select(value => value.GetString()!));
            else if (IsText(header.Value))
                values.Add(header.Value.GetString()!);
        }
        return values;
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;
}
