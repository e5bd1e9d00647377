using Hookwork.Api.Lists;

namespace Hookwork.Site.Lists;

/// <summary>An order of the list of patches, as Patchwork's parameter <c>order</c> names it.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsReversed">Whether it is descending: the name has a <c>-</c> in front.</param>
public sealed record PatchOrder(string Name, bool IsReversed)
{
    private const string Date = "date";

    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        [Date] = "patch.date",
        ["name"] = "patch.name",
        ["state"] = PatchStates.OrderSql("patch.state"),
        // As in Patchwork, whatever the case.
        ["submitter"] = "coalesce(nullif(person.name, ''), person.email) COLLATE NOCASE",
        ["delegate"] = "user.username COLLATE NOCASE",
        // The worst first.
        ["check"] = "CASE patch.check_state WHEN 'fail' THEN 0 WHEN 'warning' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END",
    };

    /// <summary>The newest first.</summary>
    public static PatchOrder Default { get; } = new(Date, IsReversed: true);

    /// <summary>Whether it is by date, in either direction.</summary>
    public bool IsByDate => Name == Date;

    /// <summary>Its value in an address.</summary>
    public string Value => IsReversed ? $"-{Name}" : Name;

    /// <summary>What follows ORDER BY. Equal patches are ordered by date, the newest first unless reversed.</summary>
    internal string Sql
    {
        get
        {
            var first = $"{Columns[Name]}{(IsReversed ? " DESC" : "")}";
            var dateIsDescending = Name == Date ? IsReversed : !IsReversed;
            return $"{first}{(Name == Date ? "" : $", {Columns[Date]}{(dateIsDescending ? " DESC" : "")}")}, patch.id{(dateIsDescending ? " DESC" : "")}";
        }
    }

    /// <summary>Reads a value; the default if there is no such order.</summary>
    public static PatchOrder Read(string? value)
    {
        var isReversed = value is ['-', ..];
        var name = isReversed ? value![1..] : value ?? "";
        return Columns.ContainsKey(name) ? new PatchOrder(name, isReversed) : Default;
    }

    /// <summary>The order that a click on a column asks for.</summary>
    public PatchOrder Click(string name) =>
        name == Name ? this with { IsReversed = !IsReversed } : new(name, name == Date);
}
