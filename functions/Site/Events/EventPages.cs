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

    /// <summary>The statement of a page. One for all, with parameters that may be null, would not use the index.</summary>
    /// <param name="isOfCategory">Whether it has the events of <c>$category</c> only.</param>
    /// <param name="goesOn">Whether it begins after the event with <c>$date</c> and <c>$id</c>.</param>
    internal static string Sql(bool isOfCategory, bool goesOn) =>
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
            ORDER BY event.date DESC, event.id DESC LIMIT {PageSize + 1}
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
        List<EventLine> lines =
        [
            .. chosen
                .Zip(leases.Files)
                .SelectMany(item =>
                    item.Second.Read(connection => Lines(connection, item.First.LinkName, category, before))
                ),
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
                lines.Count > PageSize ? Address(request, new EventPosition(page[^1].Date, page[^1].Id)) : null,
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

    private static List<EventLine> Lines(
        SqliteConnection connection,
        string project,
        string category,
        EventPosition? before
    )
    {
        using var row = new SqlStatement(
            connection,
            Sql(category.Length > 0, before is not null),
            [
                .. category.Length > 0
                    ? [new("$category", StoredCategory.Of(category))]
                    : Array.Empty<KeyValuePair<string, object>>(),
                .. before is { } position
                    ? [new("$date", EventDate.Stored(position.Date)), new("$id", position.Id)]
                    : Array.Empty<KeyValuePair<string, object>>(),
            ]
        );
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
