using System.Buffers;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The mboxes of patches, cover letters and series, and the legacy URLs that redirect to them.</summary>
internal sealed class Mboxes(Ledger ledger)
{
    private readonly Dictionary<(Kind, long Project, string MessageId), long> _byMessageId = ledger
        .Recording.Patches.Concat(ledger.Recording.Covers)
        .ToDictionary(item => (item.Kind, item.Project, item.MessageId!), item => item.Id);

    /// <summary>Handles a path outside <c>/api/</c>; null if it is not an mbox.</summary>
    public Answer? Answer(Call call, ReadOnlySpan<string> segments) =>
        segments switch
        {
            ["project", var project, "patch", var id, "mbox"] => Slashed(call, OfPatch(call, project, id)),
            ["project", var project, "cover", var id, "mbox"] => Slashed(call, OfCover(project, id)),
            ["series", var id, "mbox"] => Slashed(call, OfSeries(id)),
            ["bundle", var owner, var name, "mbox"] => Slashed(call, OfBundle(call, owner, name)),
            ["patch", var id, "mbox"] => Slashed(call, Redirect(ledger.World.Patches, "patch", id)),
            ["cover", var id, "mbox"] => Slashed(call, Redirect(ledger.World.Covers, "cover", id)),
            _ => null,
        };

    private static Answer Slashed(Call call, Answer answer) =>
        call.Path.EndsWith('/') ? answer : Http.Answer.MovedTo(call.Path + "/" + call.Query.Text);

    private Answer Redirect<TRow>(SortedList<long, TRow> rows, string kind, string id)
        where TRow : ItemRow
    {
        if (!long.TryParse(id, out var number) || !rows.TryGetValue(number, out var row) || !row.Exists)
            return Http.Answer.NoPage;

        var project = ledger.World.Projects[row.Item.Project].LinkName!;
        return new Answer(302, Http.Answer.Html, default).With(
            "Location",
            MailAddress.Of(project, kind, row.MessageId!) + "mbox/"
        );
    }

    private Answer OfPatch(Call call, string project, string messageId)
    {
        if (Find(Kind.Patch, project, messageId) is not PatchRow patch)
            return Http.Answer.NoPage;

        return call.Query.Last("series") switch
        {
            null => Serve(Kind.Patch, patch.Id, Of(patch)),
            var series when patch.Series is { Exists: true } mine && (series == "*" || series == mine.Id.ToString()) =>
                Serve(Kind.Patch, patch.Id, Join(Order(mine).TakeWhile(other => other != patch).Append(patch))),
            _ => Http.Answer.NoPage,
        };
    }

    private Answer OfCover(string project, string messageId) =>
        Find(Kind.Cover, project, messageId) is CoverRow cover
            ? Serve(
                Kind.Cover,
                cover.Id,
                ledger.Recording.Mboxes[(Kind.Cover, cover.Id)].Now(cover, cover.Comments, null, Submitter(cover))
            )
            : Http.Answer.NoPage;

    private Answer OfSeries(string id) =>
        long.TryParse(id, out var number) && ledger.World.Series.TryGetValue(number, out var series) && series.Exists
            ? Serve(Kind.Series, number, Join(Order(series)))
            : Http.Answer.NoPage;

    private Answer OfBundle(Call call, string owner, string name) =>
        ledger.World.Bundles.Values.FirstOrDefault(row =>
            row.Owner.Item.Name == owner
            && row.Item.Name == name
            && (row.IsPublic || call.Authorization == $"Token {row.Owner.Item.Name}-token")
        )
            is { } bundle
            ? new Answer(200, "text/plain", Join(bundle.Patches)).With(
                "Content-Disposition",
                $"attachment; filename=bundle-{bundle.Id}-{bundle.Item.Name}.mbox"
            )
            : Http.Answer.NoPage;

    /// <summary>Patchwork puts what the address names into angle brackets.</summary>
    private ItemRow? Find(Kind kind, string project, string messageId)
    {
        var owner = ledger.World.Projects.Values.FirstOrDefault(row => row.LinkName == project);
        var wanted = $"<{(kind == Kind.Patch ? messageId.Replace("%2F", "/", StringComparison.Ordinal) : messageId)}>";
        if (owner is null)
            return null;
        if (_byMessageId.TryGetValue((kind, owner.Id, wanted), out var id) && Mail(kind, id).MessageId == wanted)
            return Mail(kind, id) is { Exists: true } row ? row : null;
        return (
            kind == Kind.Patch ? ledger.World.Patches.Values : ledger.World.Covers.Values.Cast<ItemRow>()
        ).FirstOrDefault(row => row.Exists && row.Item.Project == owner.Id && row.MessageId == wanted);
    }

    private ItemRow Mail(Kind kind, long id) => kind == Kind.Patch ? ledger.World.Patches[id] : ledger.World.Covers[id];

    private IEnumerable<PatchRow> Order(SeriesRow series) =>
        ledger.Recording.PatchOrder[series.Id].Select(id => ledger.World.Patches[id]).Where(patch => patch.Exists);

    private byte[] Of(PatchRow patch) =>
        ledger.Recording.Mboxes[(Kind.Patch, patch.Id)].Now(patch, patch.Comments, patch.Delegate, Submitter(patch));

    private ItemRow? Submitter(ItemRow mail) => ledger.World.People.GetValueOrDefault(mail.Item.SubmitterId);

    private ReadOnlyMemory<byte> Join(IEnumerable<PatchRow> patches)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var patch in patches)
        {
            if (body.WrittenCount > 0)
                body.Write("\n"u8);
            body.Write(Of(patch));
        }

        return body.WrittenMemory;
    }

    private Answer Serve(Kind kind, long id, ReadOnlyMemory<byte> body)
    {
        var mbox = ledger.Recording.Mboxes[(kind, id)];
        return new Answer(200, mbox.ContentType, body).With("Content-Disposition", mbox.Disposition);
    }
}
