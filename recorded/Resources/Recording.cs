using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>The recording. Immutable, so that servers share it.</summary>
internal sealed class Recording
{
    private static readonly Lazy<Recording> Bundled = new(() => new Recording(Lines));

    private Recording(Func<string, IEnumerable<string>> lines)
    {
        Item[] Items(string file, Kind kind) => [.. lines(file).Select(line => new Item(kind, Bytes(line)))];

        Projects = Items("projects", Kind.Project);
        People = Items("people", Kind.Person);
        Users = Items("users", Kind.User);
        Patches = Items("patches", Kind.Patch);
        Covers = Items("covers", Kind.Cover);
        Series = Items("series", Kind.Series);
        PatchComments = Children(lines("patch-comments"), "patch", "comments", Kind.Comment);
        CoverComments = Children(lines("cover-comments"), "cover", "comments", Kind.Comment);
        Checks = Children(lines("checks"), "patch", "checks", Kind.Check);
        Events = [.. lines("events").Select(line => new EventItem(Bytes(line)))];
        Mboxes = ReadMboxes(lines("mboxes"), out var order);
        PatchOrder = order;
    }

    /// <summary>The recording beside this assembly, read once.</summary>
    public static Recording Default => Bundled.Value;

    /// <summary>Several copies of the recording, one after the other.</summary>
    public static Recording Repeated(int copies)
    {
        if (copies == 1)
            return Default;
        var repetition = new Repetition(Default, copies);
        return new Recording(file => Repetition.IsShared(file) ? Lines(file) : repetition.Of([.. Lines(file)]));
    }

    public IReadOnlyList<Item> Projects { get; }

    public IReadOnlyList<Item> People { get; }

    public IReadOnlyList<Item> Users { get; }

    public IReadOnlyList<Item> Patches { get; }

    public IReadOnlyList<Item> Covers { get; }

    public IReadOnlyList<Item> Series { get; }

    public IReadOnlyDictionary<long, Item[]> PatchComments { get; }

    public IEnumerable<Item> Comments => PatchComments.Concat(CoverComments).SelectMany(comments => comments.Value);

    /// <summary>The comments of each cover letter.</summary>
    public IReadOnlyDictionary<long, Item[]> CoverComments { get; }

    /// <summary>The checks of each patch.</summary>
    public IReadOnlyDictionary<long, Item[]> Checks { get; }

    /// <summary>The events, oldest first.</summary>
    public IReadOnlyList<EventItem> Events { get; }

    /// <summary>
    /// The mboxes of patches and covers. A series' body is empty, since it joins its patches' bodies.
    /// </summary>
    public IReadOnlyDictionary<(Kind Kind, long Id), Mbox> Mboxes { get; }

    /// <summary>The patches of each series in the order of its mbox: by number, not by date.</summary>
    public IReadOnlyDictionary<long, long[]> PatchOrder { get; }

    private static Dictionary<long, Item[]> Children(IEnumerable<string> lines, string owner, string list, Kind kind)
    {
        Dictionary<long, Item[]> children = [];
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            var items = document
                .RootElement.GetProperty(list)
                .EnumerateArray()
                .Select(item => new Item(kind, Bytes(item.GetRawText())));
            children.Add(document.RootElement.GetProperty(owner).GetInt64(), [.. items]);
        }

        return children;
    }

    private static Dictionary<(Kind, long), Mbox> ReadMboxes(
        IEnumerable<string> lines,
        out Dictionary<long, long[]> order
    )
    {
        Dictionary<(Kind, long), Mbox> mboxes = [];
        order = [];
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var id = root.GetProperty("id").GetInt64();
            var kind = Enum.Parse<Kind>(root.GetProperty("kind").GetString()!, ignoreCase: true);
            var body = root.GetProperty("body").GetString()!;
            if (kind == Kind.Series)
                order.Add(id, [.. PatchIds(body)]);
            mboxes.Add(
                (kind, id),
                new Mbox(
                    root.GetProperty("content_type").GetString()!,
                    root.GetProperty("content_disposition").GetString()!,
                    kind == Kind.Series ? [] : Encoding.UTF8.GetBytes(body)
                )
            );
        }

        return mboxes;
    }

    private static IEnumerable<long> PatchIds(string mbox)
    {
        const string Header = "\nX-Patchwork-Id: ";
        for (
            var at = mbox.IndexOf(Header, StringComparison.Ordinal);
            at >= 0;
            at = mbox.IndexOf(Header, at, StringComparison.Ordinal)
        )
        {
            at += Header.Length;
            yield return long.Parse(mbox.AsSpan(at, mbox.AsSpan(at).IndexOf('\n')));
        }
    }

    private static byte[] Bytes(string line) => Encoding.UTF8.GetBytes(line);

    private static IEnumerable<string> Lines(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", name + ".jsonl.gz"));
        using var unpacked = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        while (unpacked.ReadLine() is { } line)
            yield return line;
    }
}
