using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Pages.Parts;
using Hookwork.Patchwork.Resources;
using Hookwork.Site.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Events;

/// <summary>The newest events, of one project or of all.</summary>
public sealed class EventPages(Catalogs catalogs, ProjectNames names, HookworkSettings settings)
{
    /// <summary>Events a page.</summary>
    public const int PageSize = 100;

    /// <summary>
    /// The most events that a page of one category looks at, since no index has the categories: the last one of a rare
    /// category may be millions of events away. The next page looks on.
    /// </summary>
    internal const int MostLookedAt = 50_000;

    /// <summary>The statement of a page. One for all, with parameters that may be null, would not use the index.</summary>
    /// <param name="isOfCategory">Whether it has the events of <c>$category</c> only.</param>
    /// <param name="goesOn">Whether it begins after the event with <c>$date</c> and <c>$id</c>.</param>
    /// <param name="ends">Whether it ends with the event with <c>$lastDate</c> and <c>$lastId</c>.</param>
    internal static string Sql(bool isOfCategory, bool goesOn, bool ends) =>
        $"""
            SELECT event.id, event.category, event.date, user.username, event.detail, event.patch, event.cover,
                event.series, patch.name, patch.msgid, cover.name, cover.msgid, series.name, event.comment, shown.json
            FROM event
            LEFT JOIN patch ON patch.id = event.patch
            LEFT JOIN cover ON cover.id = event.cover
            LEFT JOIN series ON series.id = event.series
            LEFT JOIN user ON user.id = event.actor
            LEFT JOIN shown ON shown.kind = {(int)ShownKind.Check} AND shown.id = event.patch_check
            WHERE event.gone = 0{(isOfCategory ? " AND event.category = $category" : "")}
                {(goesOn ? "AND (event.date, event.id) < ($date, $id)" : "")}
                {(ends ? "AND (event.date, event.id) >= ($lastDate, $lastId)" : "")}
            ORDER BY event.date DESC, event.id DESC LIMIT {PageSize + 1}
            """;

    /// <summary>The statement of the last event that a page of one category looks at.</summary>
    private static string LastSql(bool goesOn) =>
        $"""
            SELECT date, id FROM event WHERE gone = 0 {(goesOn ? "AND (date, id) < ($date, $id)" : "")}
            ORDER BY date DESC, id DESC LIMIT 1 OFFSET {MostLookedAt - 1}
            """;

    /// <summary>Answers the page.</summary>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var all = await names.AllAsync(cancellationToken);
        var (project, category) = (request.Query["project"].ToString(), request.Query["category"].ToString());
        var chosen = project.Length == 0 ? all : [.. all.Where(name => name.Is(project))];
        if (chosen.Count == 0 && project.Length > 0)
            return NoPage.Answer;
        var before = EventPosition.Read(request.Query["before"].ToString());
        using var leases = await catalogs.UseAllAsync(chosen.Select(name => name.Id), cancellationToken);
        var found = chosen
            .Zip(leases.Files)
            .Select(item => item.Second.Read(connection => Find(connection, item.First.LinkName, category, before)))
            .ToList();
        // What another project has before this is for the next page.
        var last = found
            .Select(one => one.Last)
            .OfType<EventPosition>()
            .OrderByDescending(position => position.Date, StringComparer.Ordinal)
            .ThenByDescending(position => position.Id)
            .Cast<EventPosition?>()
            .FirstOrDefault();
        List<EventLine> lines =
        [
            .. found.SelectMany(one => one.Lines).Where(line => last is not { } end || !IsBefore(line, end)),
        ];
        List<EventLine> page =
        [
            .. lines
                .OrderByDescending(line => line.Date, StringComparer.Ordinal)
                .ThenByDescending(line => line.Id)
                .Take(PageSize),
        ];
        return new Page<EventsPage>(
            new EventsPage.Shown(
                [.. all.Select(name => name.LinkName)],
                chosen.Count == 1 && project.Length > 0 ? chosen[0].LinkName : "",
                category,
                page,
                before is null ? null : Address(request, null),
                lines.Count > PageSize ? Address(request, new EventPosition(page[^1].Date, page[^1].Id))
                    : last is { } reached ? Address(request, reached)
                    : null,
                settings.IsBehindPlatform ? null
                    : project.Length == 0 ? EventStream.Address
                    : QueryHelpers.AddQueryString(EventStream.Address, "project", project)
            )
        );
    }

    /// <summary>The page after an event, or the newest, with the filters of a request.</summary>
    private static string Address(HttpRequest request, EventPosition? before) =>
        QueryHelpers.AddQueryString(
            "/events/",
            request
                .Query.Where(parameter => parameter.Key is "project" or "category")
                .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value.ToString()))
                .Concat(before is { } position ? [KeyValuePair.Create("before", (string?)position.ToString())] : [])
        );

    private static bool IsBefore(EventLine line, EventPosition position) =>
        (string.CompareOrdinal(line.Date, position.Date), line.Id.CompareTo(position.Id)).CompareTo((0, 0)) < 0;

    /// <summary>The lines of a page, and the last event that was looked at if there may be more after it.</summary>
    internal static (IReadOnlyList<EventLine> Lines, EventPosition? Last) Find(
        SqliteConnection connection,
        string project,
        string category,
        EventPosition? before
    )
    {
        List<KeyValuePair<string, object>> parameters = [];
        if (before is { } position)
            parameters.AddRange([new("$date", EventDate.Stored(position.Date)), new("$id", position.Id)]);
        if (category.Length == 0)
            return (Lines(connection, project, Sql(false, before is not null, ends: false), parameters), null);
        EventPosition? last = null;
        using (var end = new SqlStatement(connection, LastSql(before is not null), parameters))
        {
            if (end.Next())
                last = new EventPosition(EventDate.Text(end, 0), end.Integer(1));
        }
        parameters.Add(new("$category", StoredCategory.Of(category)));
        if (last is { } reached)
            parameters.AddRange([new("$lastDate", EventDate.Stored(reached.Date)), new("$lastId", reached.Id)]);
        var lines = Lines(connection, project, Sql(true, before is not null, last is not null), parameters);
        return (lines, lines.Count > PageSize ? null : last);
    }

    private static List<EventLine> Lines(
        SqliteConnection connection,
        string project,
        string sql,
        IEnumerable<KeyValuePair<string, object>> parameters
    )
    {
        using var row = new SqlStatement(connection, sql, parameters);
        var dictionary = CatalogDictionaries.Of(connection).Shown;
        List<EventLine> lines = [];
        while (row.Next())
        {
            var named = StoredCategory.Name(row, 1);
            lines.Add(
                new EventLine(
                    row.Integer(0),
                    named,
                    EventDate.Text(row, 2),
                    project,
                    row.TextOrNull(3),
                    What(named, row.TextOrNull(4), row.Bytes(14), dictionary),
                    Link(row, project)
                )
            );
        }
        return lines;
    }

    /// <summary>The page of what the event is about, and its name.</summary>
    private static (string Address, string Text)? Link(SqlStatement row, string project)
    {
        var comment = row.IsNull(13) ? "" : $"#{row.Integer(13)}";
        return (row.TextOrNull(9), row.TextOrNull(11)) switch
        {
            ({ } patch, _) => (Mail("patch", patch) + comment, SubjectText.Of(row.Text(8))),
            (_, { } cover) => (Mail("cover", cover) + comment, SubjectText.Of(row.Text(10))),
            _ => row.IsNull(7)
                ? null
                : (
                    $"/series/{row.Integer(7)}/",
                    row.TextOrNull(12) is { Length: > 0 } name ? name : $"series {row.Integer(7)}"
                ),
        };

        string Mail(string kind, string messageId) => SiteAddress.Mail(project, kind, messageId.Trim('<', '>'));
    }

    /// <summary>What changed, in a few words; empty where the category says it all.</summary>
    private static string What(string category, string? detail, ReadOnlySpan<byte> check, ZstdDictionary dictionary)
    {
        if (category == EventCategory.CheckCreated && !check.IsEmpty)
        {
            using var shown = JsonDocument.Parse(dictionary.Unpack(check));
            return $"{shown.RootElement.Text("context")}: {shown.RootElement.Text("state")}";
        }
        if (detail is null)
            return "";
        using var document = JsonDocument.Parse(detail);
        return category switch
        {
            EventCategory.PatchStateChanged =>
                $"{document.RootElement.Text("previous_state")} → {document.RootElement.Text("current_state")}",
            EventCategory.PatchDelegated =>
                $"{User(document.RootElement, "previous_delegate")} → {User(document.RootElement, "current_delegate")}",
            _ => "",
        };
    }

    private static string User(JsonElement owner, string name) =>
        owner.Field(name) is { ValueKind: JsonValueKind.Object } user ? user.Text("username") ?? "" : "nobody";
}
