using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site.Lists;

/// <summary>The filters of the list of patches as the address has them, trimmed; empty where it has none.</summary>
public sealed record ListQuery
{
    public string Series { get; init; } = "";
    public string Submitter { get; init; } = "";
    public string State { get; init; } = "";
    public string Q { get; init; } = "";
    public string Archive { get; init; } = "";
    public string Delegate { get; init; } = "";
    public PatchOrder Order { get; init; } = PatchOrder.Default;

    /// <summary>The number of the page, from 1; not checked yet.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Whether the address names a series and nothing else, as Patchwork's own address of a series.</summary>
    public bool IsOfSeries { get; init; }

    /// <summary>Reads an address.</summary>
    public static ListQuery Read(IQueryCollection query)
    {
        return new ListQuery
        {
            Series = Last("series"),
            Submitter = Last("submitter"),
            State = Last("state"),
            Q = Last("q"),
            Archive = Last("archive"),
            Delegate = Last("delegate"),
            Order = PatchOrder.Read(Last("order")),
            Page = int.TryParse(Last("page"), CultureInfo.InvariantCulture, out var page) ? page : 1,
            IsOfSeries = query.Count == 1 && Last("series").Length > 0,
        };

        // SQLite cannot compare a text with a NUL in it.
        string Last(string name) =>
            query[name] is [.., { } value] ? value.Replace("\0", "", StringComparison.Ordinal).Trim() : "";
    }

    /// <summary>The query part of an address that has the same filters.</summary>
    public string ToAddress()
    {
        List<KeyValuePair<string, string?>> all =
        [
            new("series", Series),
            new("submitter", Submitter),
            new("state", State),
            new("q", Q),
            new("archive", Archive),
            new("delegate", Delegate),
            new("order", Order == PatchOrder.Default ? "" : Order.Value),
            new("page", Page <= 1 ? "" : Page.ToString()),
        ];
        all.RemoveAll(parameter => parameter.Value!.Length == 0);
        // Alone, it would lift the filters: see IsOfSeries.
        if (all is [{ Key: "series" }])
            all.Add(new("state", ""));
        var query = QueryString.Create(all).ToUriComponent();
        return query.Length == 0 ? "?" : query;
    }
}
