using System.Collections.Concurrent;
using Hookwork.SelfHost;

namespace Hookwork.Tests;

/// <summary>
/// The Azurites of this test run: in memory, started on first use, ended with the test process. Accounts isolate tests:
/// a test that needs storage of its own takes a new one. Accounts may have blobs of the same names: see
/// selfhost/azurite/run.mjs.
/// </summary>
/// <remarks>An Azurite gets slower with all that it holds, so that each serves some accounts only.</remarks>
public static class TestAzurite
{
    private const int AccountsEach = 60;

    private static readonly ConcurrentDictionary<int, Lazy<Task<Azurite>>> s_azurites = [];

    private static int s_given = -1;

    /// <summary>The first Azurite.</summary>
    public static Task<Azurite> InstanceAsync() => InstanceAsync(0);

    /// <summary>The connection string of the account that all tests share: use unique names in it.</summary>
    public static async Task<string> ConnectionStringAsync() => (await InstanceAsync()).ConnectionString;

    /// <summary>The connection string of an unused account.</summary>
    public static async Task<string> NewAccountAsync()
    {
        var given = Interlocked.Increment(ref s_given);
        return (await InstanceAsync(given / AccountsEach)).ConnectionStringOf(Account(given % AccountsEach));
    }

    private static Task<Azurite> InstanceAsync(int number) =>
        s_azurites
            .GetOrAdd(
                number,
                _ => new Lazy<Task<Azurite>>(() =>
                    Azurite.StartAsync(
                        AzuriteOptions.InMemory with
                        {
                            Accounts = [.. Enumerable.Range(0, AccountsEach).Select(Account)],
                        }
                    )
                )
            )
            .Value;

    private static string Account(int number) => $"hookwork{number:000}";
}
