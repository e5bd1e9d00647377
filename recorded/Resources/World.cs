using System.Text.Json.Nodes;

namespace Hookwork.Recorded.Resources;

/// <summary>All resources after a number of events: a fold over them.</summary>
internal sealed class World
{
    private readonly Recording _recording;
    private readonly Dictionary<long, CommentRow> _comments = [];
    private readonly Dictionary<long, CheckRow> _checks = [];
    private readonly Dictionary<long, JsonObject> _settings = [];

    /// <summary>Starts before the first event.</summary>
    public World(Recording recording)
    {
        _recording = recording;
        Projects = Rows(recording.Projects, item => new ItemRow(item));
        People = Rows(recording.People, item => new ItemRow(item));
        Users = Rows(recording.Users, item => new ItemRow(item));
        Patches = Rows(
            recording.Patches,
            item => new PatchRow(
                item,
                Comments(recording.PatchComments, item.Id),
                recording.Checks.GetValueOrDefault(item.Id, []).Select(check => new CheckRow(check))
            )
        );
        Covers = Rows(recording.Covers, item => new CoverRow(item, Comments(recording.CoverComments, item.Id)));
        Series = Rows(
            recording.Series,
            item => new SeriesRow(
                item,
                [.. item.Members.Select(id => Patches[id])],
                Covers.GetValueOrDefault(item.Cover)
            )
        );
        Connect();
        Reset();
    }

    public SortedList<long, ItemRow> Projects { get; }

    /// <summary>A project that no list shows yet.</summary>
    public long? ProjectToCome { get; set; }

    public SortedList<long, ItemRow> People { get; }

    public SortedList<long, ItemRow> Users { get; }

    public SortedList<long, PatchRow> Patches { get; }

    public SortedList<long, CoverRow> Covers { get; }

    public SortedList<long, SeriesRow> Series { get; }

    public SortedList<long, BundleRow> Bundles { get; } = [];

    /// <summary>Every resource but bundles.</summary>
    public IEnumerable<Row> AllRows =>
        [
            .. Projects.Values,
            .. People.Values,
            .. Users.Values,
            .. Patches.Values,
            .. Covers.Values,
            .. Series.Values,
            .. _comments.Values,
            .. _checks.Values,
        ];

    private IEnumerable<MailRow> Mails => Patches.Values.Concat<MailRow>(Covers.Values);

    /// <summary>The number of recorded events applied.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Moves the resources to their state after the oldest <paramref name="position"/> recorded events.
    /// </summary>
    /// <remarks>Going back starts over and loses writes.</remarks>
    public void MoveTo(int position)
    {
        if (position < Position)
            Reset();
        while (Position < position)
            Apply(_recording.Events[Position++]);
    }

    /// <summary>Applies the change of an event.</summary>
    public void Apply(EventItem item)
    {
        var patch = item.Patch is { } patchId ? Patches.GetValueOrDefault(patchId) : null;
        var series = item.Series is { } seriesId ? Series.GetValueOrDefault(seriesId) : null;
        var cover = item.Cover is { } coverId ? Covers.GetValueOrDefault(coverId) : null;
        Arrive(series);
        Arrive(patch);
        Arrive(cover);
        switch (item.Category)
        {
            case "series-completed" when series is not null:
                // The recording dates each mail's events separately; still, a completed series has all its patches.
                Array.ForEach(series.Patches, Arrive);
                break;
            case "patch-state-changed" when patch is not null && item.CurrentState is not null:
                patch.State = item.CurrentState;
                break;
            case "patch-delegated" when patch is not null:
                patch.Delegate = Users.GetValueOrDefault(item.CurrentDelegate);
                break;
            case "patch-relation-changed" when patch is not null:
                patch.Related.Clear();
                patch.Related.AddRange(patch.Item.Related.Select(id => Patches[id]));
                break;
        }

        if (item.Check is { } check && _checks.TryGetValue(check, out var checkRow))
            checkRow.Exists = true;
        if (item.Comment is { } comment && _comments.TryGetValue(comment, out var commentRow))
            commentRow.Exists = true;
        patch?.Touch();
    }

    /// <summary>Adds a reply to a patch or cover letter.</summary>
    public void Add(MailRow mail, CommentRow comment)
    {
        comment.Exists = true;
        mail.Comments.Add(comment);
        mail.Touch();
    }

    /// <summary>A recorded comment, which may not exist yet.</summary>
    public CommentRow Comment(long id) => _comments[id];

    /// <summary>Adds a posted check.</summary>
    public void Add(PatchRow patch, CheckRow check)
    {
        check.Exists = true;
        patch.Checks.Add(check);
        patch.Touch();
    }

    /// <summary>Adds or replaces a bundle, whose project is that of its first patch.</summary>
    public void PutBundle(long id, long owner, string name, bool isPublic, IReadOnlyList<long> patches) =>
        Bundles[id] = new BundleRow(
            id,
            Users[owner],
            name,
            isPublic,
            Projects[Patches[patches[0]].Item.Project],
            [.. patches.Select(patch => Patches[patch])]
        )
        {
            Exists = true,
        };

    /// <summary>The settings of a user, as Patchwork makes them for a new one.</summary>
    public JsonObject SettingsOf(long user)
    {
        if (!_settings.TryGetValue(user, out var settings))
        {
            settings = new JsonObject
            {
                ["send_email"] = false,
                ["items_per_page"] = 100,
                ["show_ids"] = false,
            };
            _settings.Add(user, settings);
        }

        return settings;
    }

    private static SortedList<long, T> Rows<T>(IReadOnlyList<Item> items, Func<Item, T> row) =>
        new(items.ToDictionary(item => item.Id, row));

    private static IEnumerable<CommentRow> Comments(IReadOnlyDictionary<long, Item[]> recorded, long owner) =>
        recorded.GetValueOrDefault(owner, []).Select(comment => new CommentRow(comment));

    private static void Arrive(MailRow? mail)
    {
        if (mail is null or { Exists: true })
            return;

        mail.Exists = true;
        mail.Series?.Touch();
    }

    private static void Arrive(SeriesRow? series)
    {
        if (series is null or { Exists: true })
            return;

        series.Exists = true;
        series.Cover?.Touch();
        Array.ForEach(series.Patches, patch => patch.Touch());
    }

    private void Connect()
    {
        foreach (var row in Projects.Values.Concat(People.Values).Concat(Users.Values))
            row.Exists = true;
        foreach (var series in Series.Values)
        {
            Array.ForEach(series.Patches, patch => patch.Series = series);
            series.Cover?.Series = series;
        }

        foreach (var comment in Mails.SelectMany(mail => mail.Comments))
            _comments.Add(comment.Id, comment);
        foreach (var check in Patches.Values.SelectMany(patch => patch.Checks))
            _checks.Add(check.Id, check);
    }

    private void Reset()
    {
        Position = 0;
        Bundles.Clear();
        foreach (
            var row in Series.Values.Concat<ItemRow>(Covers.Values).Concat(_comments.Values).Concat(_checks.Values)
        )
            row.Exists = false;
        foreach (var comment in _comments.Values)
            comment.Addressed = comment.Item.Addressed;
        foreach (var patch in Patches.Values)
        {
            patch.Exists = false;
            patch.State = patch.Item.State!;
            patch.Delegate = Users.GetValueOrDefault(patch.Item.DelegateId);
            patch.Archived = patch.Item.Archived;
            patch.CommitRef = patch.Item.CommitRef;
            patch.PullUrl = patch.Item.PullUrl;
            patch.Related.Clear();
            patch.Checks.RemoveAll(check => !_checks.ContainsKey(check.Id));
        }

        foreach (var mail in Mails)
            mail.Comments.RemoveAll(comment => !_comments.ContainsKey(comment.Id));

        // The initial value is the previous value in the first event, which this loop writes last.
        for (var at = _recording.Events.Count - 1; at >= 0; at--)
        {
            var item = _recording.Events[at];
            if (item.Category == "patch-state-changed")
                Patches[item.Patch!.Value].State = item.PreviousState!;
            else if (item.Category == "patch-delegated")
                Patches[item.Patch!.Value].Delegate = Users.GetValueOrDefault(item.PreviousDelegate);
        }
    }
}
