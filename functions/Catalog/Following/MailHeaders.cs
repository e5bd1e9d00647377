using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hookwork.Input;
using Hookwork.Mail;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Catalog.Following;

/// <summary>
/// The headers of a mail as Patchwork's API shows them: still encoded, each a string, or an array if repeated.
/// </summary>
/// <remarks>
/// Takes linear time. MimeKit's address parser and its decoder of whole texts do not, so MimeKit gets encoded words
/// only.
/// </remarks>
internal readonly partial struct MailHeaders(JsonElement headers)
{
    /// <summary>
    /// The longest header that MimeKit parses, in characters. A longer one has no meaning in a real mail.
    /// </summary>
    private const int Longest = 1000;

    private const int MostReferences = 200;

    private static readonly char[] AroundAddresses = [.. " \t\r\n<>()[],;:\""];

    /// <summary>
    /// Each of some headers once. Patchwork lists all values of a header under each spelling of its name that the mail
    /// has.
    /// </summary>
    public static IEnumerable<JsonProperty> Once(IEnumerable<JsonProperty> headers) =>
        headers.DistinctBy(header => header.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The first value of a header, decoded; null if there is none.</summary>
    public string? Text(string name) => Values(name) is [var first, ..] ? HeaderText.Decode(first).Trim() : null;

    /// <summary>
    /// The addresses of a header, one per entry: with decoded names, otherwise verbatim, including quotes, comments and
    /// brackets. Every word of the header is in an entry, even if it is not a valid address.
    /// </summary>
    public IReadOnlyList<string> Addresses(string name)
    {
        List<string> addresses = [];
        foreach (var value in Values(name))
        {
            for (var start = 0; start < value.Length; )
            {
                var end = EndOfAddress(value, start);
                if (HeaderText.Decode(value[start..end]).Trim() is { Length: > 0 } address)
                    addresses.Add(address);
                start = end + 1;
            }
        }
        return addresses;
    }

    /// <summary>When the last server received it, by the first Received header with a date; null if none has.</summary>
    public DateTimeOffset? Received
    {
        get
        {
            foreach (var value in Values("Received"))
            {
                var date = value[(value.LastIndexOf(';') + 1)..];
                if (date.Length <= Longest && DateUtils.TryParse(date, out var received))
                    return received;
            }
            return null;
        }
    }

    /// <summary>The bytes of all headers.</summary>
    public long Size =>
        headers.ValueKind == JsonValueKind.Object
            ? Once(headers.EnumerateObject())
                .SelectMany(
                    header => header.Value.Items(),
                    (header, value) =>
                        header.Name.Length
                        + ": \n".Length
                        + (IsText(value) ? Encoding.UTF8.GetByteCount(value.GetString()!) : 0)
                )
                .Sum(size => (long)size)
            : 0;

    /// <summary>What the List-Id headers have in angle brackets, in lower case.</summary>
    public IReadOnlyList<string> ListIds =>
        [
            .. Values("List-Id")
                .Select(value => InBrackets().Match(value).Groups["id"].Value.ToLowerInvariant())
                .Where(id => id.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// The Message-IDs, without brackets, of References and In-Reply-To; and that of the mail that this one replies to:
    /// the first of In-Reply-To, or else the last of References. Null if there is none.
    /// </summary>
    /// <remarks>
    /// When git-send-email asks for a Message-ID, some people enter an address or <c>y</c>. These are ignored, as on
    /// lore, since they would join unrelated threads.
    /// </remarks>
    public (IReadOnlyList<string> References, string? Parent) Ancestors
    {
        get
        {
            var (references, repliedTo) = (Ids("References"), Ids("In-Reply-To"));
            if (references.Count + repliedTo.Count == 0)
                return ([], null);
            var addresses = Values("From", "To", "Cc")
                .SelectMany(value => value.Split(AroundAddresses))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            references.RemoveAll(IsNone);
            repliedTo.RemoveAll(IsNone);
            List<string> all = [.. references.Concat(repliedTo).Distinct(StringComparer.Ordinal)];
            // The first mail of the thread and the nearest ones: the archive may lack what is between.
            if (all.Count > MostReferences)
                all.RemoveRange(1, all.Count - MostReferences);
            return (all, repliedTo.FirstOrDefault() ?? references.LastOrDefault());

            bool IsNone(string id) => id is "y" or "n" || addresses.Contains(id);
        }
    }

    /// <summary>
    /// The names that the mail gives to itself as a file. Patchwork keeps no headers of a mail's parts, so other
    /// attachments are unknown.
    /// </summary>
    public IReadOnlyList<string> FileNames
    {
        get
        {
            List<string?> names = [];
            if (
                First("Content-Disposition") is { } disposition
                && ContentDisposition.TryParse(disposition, out var file)
            )
                names.Add(file.FileName);
            if (First("Content-Type") is { } type && ContentType.TryParse(type, out var content))
                names.Add(content.Name);
            return [.. names.OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether a file is attached: the mail has parts of different kinds, or is a file itself.</summary>
    public bool HasAttachment =>
        (First("Content-Type") ?? "").TrimStart().StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase)
        || (First("Content-Disposition") ?? "")
            .TrimStart()
            .StartsWith("attachment", StringComparison.OrdinalIgnoreCase);

    private string? First(string name) => Values(name).Find(value => value.Length <= Longest);

    /// <summary>
    /// The index of the comma or semicolon that ends an address, or the end of the header. One in a quoted string or a
    /// comment does not end it (RFC 5322, 3.2.2 and 3.2.4), nor does one before the <c>@</c>: many write <c>Doe, John
    /// &lt;john@example.org&gt;</c>.
    /// </summary>
    private static int EndOfAddress(string value, int start)
    {
        var (isAddress, isQuoted, comments) = (false, false, 0);
        for (var at = start; at < value.Length; at++)
        {
            switch (value[at])
            {
                case '\\':
                    at++;
                    break;
                case '"' when comments == 0:
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted:
                    comments++;
                    break;
                case ')' when comments > 0:
                    comments--;
                    break;
                case '@' when !isQuoted && comments == 0:
                    isAddress = true;
                    break;
                case ',' or ';' when isAddress && !isQuoted && comments == 0:
                    return at;
            }
        }
        return value.Length;
    }

    /// <summary>
    /// What a header has in angle brackets. Python's <c>email</c> package writes long ones as encoded words.
    /// </summary>
    private List<string> Ids(string name) =>
        [
            .. Values(name)
                .SelectMany(value => InBrackets().Matches(HeaderText.Decode(value)))
                .Select(match => match.Groups["id"].Value),
        ];

    [GeneratedRegex(@"<(?<id>[^<>\s]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex InBrackets();

    private List<string> Values(params string[] names)
    {
        List<string> values = [];
        if (headers.ValueKind != JsonValueKind.Object)
            return values;
        var named = headers
            .EnumerateObject()
            .Where(header => names.Contains(header.Name, StringComparer.OrdinalIgnoreCase));
        foreach (var header in Once(named))
            values.AddRange(header.Value.Items().Where(IsText).Select(value => value.GetString()!));
        return values;
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;
}
