using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Api.Resources;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>Answers lists from the catalogs of one or several projects, merged into one list.</summary>
public sealed class CatalogLists(Catalogs catalogs, ProjectNames names, PatchStates states)
{
    /// <summary>The size of most resources in a list, in bytes.</summary>
    private const int BytesAResource = 1700;

    /// <summary>Answers one page.</summary>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    internal async Task<ApiAnswer> AnswerAsync(ApiCall call, CatalogList list, CancellationToken cancellationToken)
    {
        if (list.Filters.Contains(CatalogFilter.State))
        {
            var named = call.Query.All("state");
            await states.LearnAsync(named, cancellationToken);
            if (named.Any(states.IsUnanswered))
                return ApiAnswer
                    .Detail(
                        StatusCodes.Status503ServiceUnavailable,
                        "Patchwork did not say which state has this number: try again in a minute, or name the state."
                    )
                    .With("Retry-After", PatchStates.RetryAfter);
        }
        var chosen = await ProjectsAsync(call, list, cancellationToken);
        // A value that no project knows makes the list empty. Another project may know it.
        var wider =
            chosen.Count > 0
            && list.Filters.Any(filter => filter.NamesOneOfAProject && call.Query.All(filter.Name).Count > 1);
        var asked = wider ? [.. (await names.AllAsync(cancellationToken)).Select(project => project.Id)] : chosen;
        using var leases = await catalogs.UseAllAsync(asked, cancellationToken);
        // A loaded catalog does not know which events are final before its first catch-up.
        foreach (var file in leases.Files.Where(file => list.IsSettledOnly && file.Settled is null))
            await SettleAsync(file.Project, cancellationToken);
        // Read first, so that the files have every event that is final by then.
        List<(CatalogFile, SettledEvents?)> files = [.. leases.Files.Select(file => (file, file.Settled))];
        return leases.Read(connections => Answer(call, list, files, connections, chosen));
    }

    private async Task SettleAsync(long project, CancellationToken cancellationToken)
    {
        try
        {
            await catalogs.RenewAsync(project, cancellationToken).WaitAsync(Catalogs.LongestLoad, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new CatalogNotReadyException(project);
        }
    }

    /// <summary>One resource of a list, by its id; null where there is none.</summary>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    internal async Task<ApiAnswer?> OneAsync(
        ApiCall call,
        CatalogList list,
        long id,
        CancellationToken cancellationToken
    )
    {
        foreach (var project in (await names.AllAsync(cancellationToken)).Take(list.IsInEachCatalog ? 1 : int.MaxValue))
        {
            using var lease = await catalogs.UseAsync(project.Id, cancellationToken);
            var found = lease.File.Read(connection =>
            {
                using var references = new References(connection);
                return references.Find(list.Entity, id) is { } json
                    ? Renderer.Answer(call, JsonElement.Parse(json), list.Entity, references)
                    : null;
            });
            if (found is not null)
                return found;
        }
        return null;
    }

    private async Task<IReadOnlyList<long>> ProjectsAsync(
        ApiCall call,
        CatalogList list,
        CancellationToken cancellationToken
    )
    {
        var all = await names.AllAsync(cancellationToken);
        if (list.IsInEachCatalog)
            return [.. all.Take(1).Select(project => project.Id)];
        if (
            !list.Filters.Contains(CatalogFilter.Project)
            || call.Query.All(CatalogFilter.Project.Name) is not { Count: > 0 } asked
        )
            return [.. all.Select(project => project.Id)];
        var chosen = asked.Select(name => all.FirstOrDefault(project => project.Is(name))).ToList();
        // An unknown name makes the list empty.
        return chosen.Contains(null) ? [] : [.. chosen.Select(project => project!.Id).Distinct()];
    }

    private ApiAnswer Answer(
        ApiCall call,
        CatalogList list,
        IReadOnlyList<(CatalogFile File, SettledEvents? Settled)> files,
        IReadOnlyList<SqliteConnection> connections,
        IReadOnlyList<long> chosen
    )
    {
        var condition = Condition(call, list, connections);
        List<SettledEvents> settled =
        [
            .. files
                .Where(file => list.IsSettledOnly && chosen.Contains(file.File.Project))
                .Select(file => file.Settled)
                .OfType<SettledEvents>(),
        ];
        var common = settled.Count > 1 ? SettledInAll.Of(settled) : null;
        List<ListPart> parts =
        [
            .. files
                .Index()
                .Where(file => chosen.Contains(file.Item.File.Project))
                .Select(file => new ListPart(connections[file.Index], list, Final(condition, list, file.Item, common))),
        ];
        var counts = parts.ConvertAll(part => condition is null ? 0 : part.Count());
        if (Paging.Read(call.Query, counts.Sum()) is not { } paging)
            return ApiAnswer.Detail(404, "Invalid page.");

        var keys = list.Orders.Keys(call.Query.Last("order"));
        var page =
            counts.Sum() == 0
                ? []
                : ListMerge.Page([.. parts.Where((_, at) => counts[at] > 0)], keys, paging.Skip, paging.Size);
        var body = new ArrayBufferWriter<byte>((page.Count + 1) * BytesAResource);
        using (var writer = new Utf8JsonWriter(body, PlainJson.Options with { SkipValidation = true }))
            Write(writer, new Renderer(call), list.Entity, page);
        return ApiAnswer.Json(body.WrittenMemory).With("Link", paging.Links(call.Address, call.Query));
    }

    private static void Write(
        Utf8JsonWriter writer,
        Renderer renderer,
        Entity entity,
        IReadOnlyList<(ListPart Part, long Id)> page
    )
    {
        var references = new Dictionary<ListPart, References>();
        try
        {
            writer.WriteStartArray();
            foreach (var (part, id) in page)
            {
                if (!references.TryGetValue(part, out var known))
                    references.Add(part, known = new References(part.Connection));
                using var document = JsonDocument.Parse(known.Find(entity, id)!);
                renderer.Write(writer, document.RootElement, entity, View.Listed, known);
            }
            writer.WriteEndArray();
        }
        finally
        {
            foreach (var item in references.Values)
                item.Dispose();
        }
    }

    /// <summary>The condition of all filters in the request; null if one is not valid.</summary>
    private SqlText? Condition(ApiCall call, CatalogList list, IReadOnlyList<SqliteConnection> connections)
    {
        var condition = SqlText.Of($"1");
        foreach (var filter in list.Filters)
        {
            if (filter.Minor > call.Version.Minor || ApiDate.Values(call, filter.Name) is not { Count: > 0 } values)
                continue;
            if (filter.Condition(new FilterInput(values, connections, states)) is not { } narrower)
                return null;
            condition.And(narrower);
        }
        return condition.And(FormattableStringFactory.Create(list.Base(call.Version.Minor)));
    }

    /// <summary>
    /// Restricts a list to final events, since a poller whose cursor is a date does not ask for earlier dates again.
    /// </summary>
    /// <param name="common">What is final in all of several projects; null if the list has one project only.</param>
    private static SqlText? Final(
        SqlText? condition,
        CatalogList list,
        (CatalogFile File, SettledEvents? Settled) file,
        SettledEvents? common
    )
    {
        if (condition is null || !list.IsSettledOnly)
            return condition;
        var own = file.Settled ?? throw new CatalogNotReadyException(file.File.Project);
        var final = new SqlText(condition);
        foreach (var (to, before) in new[] { own, common }.OfType<SettledEvents>())
        {
            if (to is not null)
                final.And($"(date <= {EventDate.Stored(to.Date)} OR id <= {to.Id})");
            if (before is not null)
                final.And($"date < {EventDate.Stored(before)}");
        }
        return final;
    }
}
