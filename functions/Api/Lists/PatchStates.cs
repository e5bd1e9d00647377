using System.Collections.Concurrent;
using System.Globalization;
using Hookwork.Catalog.Query;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api.Lists;

/// <summary>
/// The states of patches and their numbers, which some pollers send. No answer of Patchwork tells them: they are in the
/// settings, or are learned by asking for one patch in the state, or are those of a fresh Patchwork.
/// </summary>
public sealed class PatchStates(
    PatchworkSettings settings,
    PatchworkClient client,
    UpstreamSlots slots,
    TimeProvider time
)
{
    /// <summary>No server has states beyond this number, and each asked for costs a request.</summary>
    private const int Largest = 200;

    /// <summary>The states that Patchwork comes with, from number 1.</summary>
    private static readonly string[] Fresh =
    [
        "new",
        "under-review",
        "accepted",
        "rejected",
        "rfc",
        "not-applicable",
        "changes-requested",
        "awaiting-upstream",
        "superseded",
        "deferred",
    ];

    /// <summary>A state that no patch is in is asked for again after this.</summary>
    private static readonly TimeSpan Fleeting = TimeSpan.FromMinutes(10);

    /// <summary>The name of each number; empty for a state whose name nothing tells, null for none.</summary>
    private readonly ConcurrentDictionary<int, (string? State, DateTimeOffset At)> _learned = new();

    /// <summary>How states are sorted, in SQL.</summary>
    internal static string OrderSql { get; } =
        $"CASE state {string.Concat(Fresh.Select((state, at) => $"WHEN '{state}' THEN {at} "))}ELSE {Fresh.Length} END";

    /// <summary>Whether the server has this state, though it may be that no patch is in it.</summary>
    internal bool Has(string state) =>
        state.Length == 0
        || Fresh.Contains(state, StringComparer.Ordinal)
        || settings.States.Values.Contains(state, StringComparer.Ordinal)
        || _learned.Values.Any(learned => learned.State is { } name && FieldValues.State(name) == state);

    /// <summary>Learns the numbers among the values that are not known yet.</summary>
    public async Task LearnAsync(IEnumerable<string> values, CancellationToken cancellationToken)
    {
        foreach (var value in values)
        {
            if (
                Number(value) is not { } number
                || number is < 1 or > Largest
                || settings.States.ContainsKey(number)
                || IsLearned(number)
            )
                continue;
            try
            {
                await using (await slots.TakeAsync(cancellationToken))
                    _learned[number] = (await AskAsync(number, cancellationToken), time.GetUtcNow());
            }
            catch (UpstreamException)
            {
                // Asked again next time; until then the number means what it does on a fresh server.
                return;
            }
        }
    }

    /// <summary>The state that a name or number means, empty if no patch is in it; null if there is none.</summary>
    public string? Find(string value)
    {
        if (Number(value) is not { } number)
            return FieldValues.State(value) is { Length: > 0 } name ? name : null;
        return settings.States.TryGetValue(number, out var set) ? set
            : _learned.TryGetValue(number, out var learned) && learned.State is { Length: > 0 } state
                ? FieldValues.State(state)
            : number >= 1 && number <= Fresh.Length ? Fresh[number - 1]
            : learned.State;
    }

    private bool IsLearned(int number) =>
        _learned.TryGetValue(number, out var learned)
        && (learned.State is { Length: > 0 } || time.GetUtcNow() - learned.At < Fleeting);

    private async Task<string?> AskAsync(int number, CancellationToken cancellationToken) =>
        await client.StateAsync(number, cancellationToken)
        ?? (number > Fresh.Length && await client.HasStateAsync(number, Fresh[0], cancellationToken) ? "" : null);

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
