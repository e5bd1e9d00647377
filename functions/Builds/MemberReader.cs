using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Following;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Mail.Diffs;

namespace Hookwork.Builds;

/// <summary>Reads the mails of series from the archive.</summary>
public sealed class MemberReader(
    ResourceStore resources,
    ResourceReader reader,
    MboxReader mboxes,
    MessageIdIndex messageIds
)
{
    private const int AtOnce = 8;

    private static readonly string[] Addresses = ["web_url", "mbox"];

    /// <summary>Reads a series and its mails; null if it is not archived.</summary>
    public async Task<SeriesMembers?> ReadAsync(long id, CancellationToken cancellationToken)
    {
        var row = await resources.RowAsync(ResourceKind.Series, id, cancellationToken);
        return row.Exists && await reader.ReadAsync(ResourceKind.Series, id, cancellationToken) is { } series
            ? await ReadAsync(row.Project, series, cancellationToken)
            : null;
    }

    /// <summary>Reads the mails of a series. Those that are not archived have only what the series says of them.</summary>
    /// <param name="series">As the API shows it.</param>
    public async Task<SeriesMembers> ReadAsync(long project, JsonObject series, CancellationToken cancellationToken)
    {
        var letter = series["cover_letter"] as JsonObject;
        var cover = letter is null ? null : await MemberAsync(ResourceKind.Cover, letter, cancellationToken);
        List<JsonObject> references =
        [
            .. SeriesOrder.Of(
                (series["patches"] as JsonArray ?? []).OfType<JsonObject>(),
                patch => patch.Text("name"),
                patch => patch.Text("date"),
                patch => patch["id"]!.GetValue<long>()
            ),
        ];
        List<Member> patches = [];
        foreach (var some in references.Chunk(AtOnce))
            patches.AddRange(
                await Task.WhenAll(some.Select(patch => MemberAsync(ResourceKind.Patch, patch, cancellationToken)))
            );
        var read = new SeriesMembers(series["id"]!.GetValue<long>(), project, series, cover, patches);
        foreach (var (mail, reference) in read.Mails.Zip(letter is null ? references : references.Prepend(letter)))
            Renew(mail.Resource, reference, series);
        return cover is null && patches is [var first, ..]
            ? read with
            {
                CoverPatch = await CoverPatchAsync(project, first, cancellationToken),
            }
            : read;
    }

    /// <summary>What messages say of mails, in their order.</summary>
    public async Task<JsonArray> DescribeAsync(
        long project,
        ResourceKind kind,
        IEnumerable<Member> members,
        Func<Member, JsonObject> describe,
        CancellationToken cancellationToken
    )
    {
        JsonArray described = [];
        foreach (var some in members.Chunk(AtOnce))
        {
            var hashes = await Task.WhenAll(some.Select(member => HashAsync(project, kind, member, cancellationToken)));
            foreach (var (member, hash) in some.Zip(hashes))
            {
                var json = describe(member);
                json["mbox"] = member.Text("mbox");
                json["mbox_sha256"] = hash;
                described.Add((JsonNode)json);
            }
        }
        return described;
    }

    /// <summary>
    /// The mail numbered 0 that the first patch answers, if it is a patch for Patchwork. Such a patch is in no series.
    /// </summary>
    private async Task<Member?> CoverPatchAsync(long project, Member first, CancellationToken cancellationToken)
    {
        var subject = SubjectLine.Parse(first.Text("name"));
        if (
            subject.Total is null
            || first.Resource["headers"] is not JsonObject headers
            || new MailHeaders(JsonElement.Parse(headers.ToJsonString())).Ancestors.Parent is not { } parent
            || await messageIds.FindAsync($"<{parent}>", project, ResourceKind.Patch, cancellationToken) is not { } id
        )
            return null;
        var mail = await MemberAsync(ResourceKind.Patch, new JsonObject { ["id"] = id }, cancellationToken);
        return SubjectLine.Parse(mail.Text("name")).IsCoverOf(subject) ? mail : null;
    }

    private async Task<Member> MemberAsync(ResourceKind kind, JsonObject reference, CancellationToken cancellationToken)
    {
        var id = reference["id"]!.GetValue<long>();
        var archived = await resources.JsonAsync(kind, id, cancellationToken);
        var resource = archived is null ? reference : JsonNode.Parse(archived)!.AsObject();
        var (content, diff) = (resource.Text("content"), resource.Text("diff"));
        return new Member(
            id,
            resource,
            MailBody.Of(content, diff, headers: Headers(resource)),
            PatchId.Of(kind == ResourceKind.Patch && string.IsNullOrEmpty(diff) ? content : diff),
            archived?.Length ?? 0
        );
    }

    /// <summary>
    /// Updates the addresses, which have the project's name, and the sender: the series has both as they are now.
    /// </summary>
    private static void Renew(JsonObject mail, JsonObject reference, JsonObject series)
    {
        foreach (var name in Addresses.Where(name => reference[name] is not null))
            mail[name] = reference[name]!.DeepClone();
        if (series["submitter"] is JsonObject sender && (long?)sender["id"] == (long?)mail["submitter"]?["id"])
            mail["submitter"] = sender.DeepClone();
    }

    /// <summary>The SHA-256 of an mbox, as this mirror serves it; null where it is not archived.</summary>
    private async Task<string?> HashAsync(
        long project,
        ResourceKind kind,
        Member member,
        CancellationToken cancellationToken
    )
    {
        var submitter = (long?)member.Resource["submitter"]?["id"];
        await using var mbox = await mboxes.OpenAsync(project, kind, member.Id, submitter, cancellationToken);
        if (mbox is null)
            return null;
        using var hash = SHA256.Create();
        await using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            await mbox.CopyToAsync(sink, cancellationToken);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>The headers of a mail, one a line; a header that it has several times is an array.</summary>
    private static string Headers(JsonObject resource)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in resource["headers"] as JsonObject ?? [])
        {
            foreach (var one in value as JsonArray ?? [value?.DeepClone()])
                lines.Append($"{name}: {one}\n");
        }
        return lines.ToString();
    }
}
