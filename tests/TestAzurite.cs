using Hookwork.SelfHost;

namespace Hookwork.Tests;

/// <summary>
/// The Azurite of this test run: in memory, started on first use, ended with the test process. Accounts isolate tests:
/// a test that needs storage of its own takes a new one. Accounts may have blobs of the same names: see
/// selfhost/azurite/run.mjs.
/// </summary>
public static class TestAzurite
{
    private const int Accounts = 800;

    private static readonly Lazy<Task<Azurite>> s_azurite = new(() =>
        Azurite.StartAsync(
            AzuriteOptions.InMemory with
            {
                Accounts = [.. Enumerable.Range(0, Accounts).Select(Account)],
            }
        )
    );

    private static int s_given = -1;

    /// <summary>The running Azurite.</summary>
    public static Task<Azurite> InstanceAsync() => s_azurite.Value;

    /// <summary>The connection string of the account that all tests share: use unique names in it.</summary>
    public static async Task<string> ConnectionStringAsync() => (await InstanceAsync()).ConnectionString;

    /// <summary>The connection string of an unused account.</summary>
    public static async Task<string> NewAccountAsync()
    {
        var given = Interlocked.Increment(ref s_given);
        Assert.True(given < Accounts, "TestAzurite has given away all its accounts: raise their number");
        return (await InstanceAsync()).ConnectionStringOf(Account(given));
    }

    private static string Account(int number) => $"hookwork{number:000}";
}
