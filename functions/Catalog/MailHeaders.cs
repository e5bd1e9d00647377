using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Catalog;

/// <summary>The headers of a mail as Patchwork's API shows them: still encoded, a string each, or an array of those that repeat.</summary>
internal readonly struct MailHeaders(JsonElement headers)
{
    /// <summary>The first value of a header, decoded; null where there is none.</summary>
    public string? Text(string name)
    {
        foreach (var value in Values(name))
            return Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value)).Trim();
        return null;
    }

    /// <summary>The addresses of a header, one an entry, each with its name; what cannot be read as addresses is one entry as it stands.</summary>
    public IReadOnlyList<string> Addresses(string name)
    {
        List<string> addresses = [];
        foreach (var value in Values(name))
        {
            if (InternetAddressList.TryParse(value, out var list))
                addresses.AddRange(list.Mailboxes.Select(mailbox => string.IsNullOrEmpty(mailbox.Name) ? mailbox.Address : $"{mailbox.Name} <{mailbox.Address}>"));
            else
                addresses.Add(Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value)));
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
