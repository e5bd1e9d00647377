using System.Collections.Concurrent;
using System.Globalization;
using Hookwork.Catalog.Query;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api.Lists;

/// <summary>
/// The patch states and their numbers, which some pollers send. Patchwork's API does not list them: they come from the
/// settings, from requesting one patch in the state, or from a fresh Patchwork.
/// </summary>
public sealed class PatchStates(
    PatchworkSettings settings,
    PatchworkClient client,
    UpstreamSlots slots,
    TimeProvider time
)
{
    /// <summary>Larger numbers are not looked up, since each look-up costs a request.</summary>
    private const int Largest = 200;

    /// <summary>The seconds of <see cref="Pause"/>, as the header Retry-After has them.</summary>
    internal const string RetryAfter = "60";

    /// <summary>The states of a fresh Patchwork, from number 1.</summary>
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

    /// <summary>How long the name of a state is cached: an administrator may rename it.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromDays(1);

    /// <summary>How long the result for a state without patches is cached.</summary>
    private static readonly TimeSpan Fleeting = TimeSpan.FromMinutes(10);

    /// <summary>The pause after a server that did not answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long a list waits for the answers, and for a slot, which refreshes may hold for minutes.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The name of each number: empty if the name is unknown, null if there is no such state.</summary>
    private readonly ConcurrentDictionary<int, (string? State, DateTimeOffset At)> _learned = new();

    /// <summary>When the server may be asked again, in ticks of UTC.</summary>
    private long _next;

    /// <summary>The SQL expression that sorts patches by state, in the order of a fresh Patchwork.</summary>
    /// <param name="column">The column of the state.</param>
    internal static string OrderSql(string column) =>
        $"CASE {column} {string.Concat(Fresh.Select((state, at) => $"WHEN '{state}' THEN {at} "))}ELSE {Fresh.Length} END";

    /// <summary>Whether the server has this state, with or without patches in it.</summary>
    internal bool Has(string state) =>
        state.Length == 0
        || Fresh.Contains(state, StringComparer.Ordinal)
        || settings.States.Values.Contains(state, StringComparer.Ordinal)
        || _learned.Values.Any(learned => learned.State is { } name && FieldValues.State(name) == state);

    /// <summary>Looks up the state numbers that are not known yet.</summary>
    public async Task LearnAsync(IEnumerable<string> values, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        foreach (var value in values)
        {
            if (
                Number(value) is not { } number
                || number is < 1 or > Largest
                || settings.States.ContainsKey(number)
                || IsLearned(number)
                || IsPaused
            )
                continue;
            try
            {
                await using var slot = await slots.TakeAsync(either.Token);
                // Another request may have looked it up meanwhile, or found that the server does not answer.
                if (!IsLearned(number) && !IsPaused)
                    _learned[number] = (await AskAsync(number, either.Token), time.GetUtcNow());
            }
            catch (Exception exception) when (exception.IsNoAnswer(cancellationToken))
            {
                // Until it is looked up, the number means what it means on a fresh server, if anything. The known names
                // stay valid for another period, so that no list waits for a server that is down.
                if (_learned.TryGetValue(number, out var before))
                    _learned[number] = (before.State, time.GetUtcNow());
                Volatile.Write(ref _next, (time.GetUtcNow() + Pause).Ticks);
                return;
            }
        }
    }

    /// <summary>
    /// Whether a value is a number that a fresh Patchwork does not have and that could not be looked up. An unknown
    /// state would make the list empty.
    /// </summary>
    internal bool IsUnanswered(string value) =>
        Number(value) is { } number
        && number > Fresh.Length
        && number <= Largest
        && !settings.States.ContainsKey(number)
        && !_learned.ContainsKey(number);

    /// <summary>The state with a name or number; empty if no patch is in it, null if there is none.</summary>
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

    private bool IsPaused => time.GetUtcNow().Ticks < Volatile.Read(ref _next);

    private bool IsLearned(int number) =>
        _learned.TryGetValue(number, out var learned)
        && time.GetUtcNow() - learned.At < (learned.State is { Length: > 0 } ? Lasting : Fleeting);

    private async Task<string?> AskAsync(int number, CancellationToken cancellationToken)
    {
        if (await client.StateAsync(number, cancellationToken) is { } state)
            return state;
        if (number > Fresh.Length && !await client.HasStateAsync(number, Fresh[0], cancellationToken))
            return null;
        // While no patch is in it, a state keeps the name that it had.
        return _learned.GetValueOrDefault(number).State ?? "";
    }

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
