using System.Diagnostics;
using System.Text;
using Hookwork.Catalog.Query;

namespace Hookwork.Tests.Catalog.Lore;

/// <summary>The answers of public-inbox, which serves lore, to the same queries over the same mails.</summary>
public sealed class LoreTests
{
    [LoreFact]
    public async Task Finds_what_public_inbox_finds()
    {
        var mails = LoreMails.Recorded().Concat(LoreMails.Generated(1000)).ToList();
        var lore = AskLoreAsync(mails.Select(mail => mail.Bytes), LoreQueries.All);
        using var shelf = new MailShelf([.. mails.Select(mail => mail.Document)]);
        var found = LoreQueries.All.Select(typed => Find(shelf, typed)).ToList();
        var expected = await lore;

        Assert.Equal(LoreQueries.All.Count, expected.Count);
        List<string> wrong = [];
        foreach (var (typed, (ours, theirs)) in LoreQueries.All.Zip(found.Zip(expected)))
        {
            if (ours == theirs == LoreQueries.Differences.ContainsKey(typed))
                wrong.Add($"{typed}\n  here: {Shorter(ours)}\n  lore: {Shorter(theirs)}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {found.Count}:\n{string.Join('\n', wrong)}");
        Assert.InRange(found.Count(answer => answer.Length > "found ".Length), 250, found.Count);
    }

    [LoreFact]
    public async Task Threads_as_public_inbox_threads()
    {
        var mails = LoreMails.Recorded().Concat(LoreMails.Generated(1000)).ToList();
        var lore = RunAsync("threads.pl", mails.Select(mail => mail.Bytes), []);
        using var shelf = new MailShelf([.. mails.Select(mail => mail.Document)]);
        using var command = shelf.Connection.CreateCommand();
        command.CommandText = "SELECT thread FROM mail ORDER BY rowid";
        using var reader = command.ExecuteReader();
        List<string> ours = [];
        while (reader.Read())
            ours.Add(reader.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture));

        var theirs = await lore;
        Assert.Equal(mails.Count, theirs.Count);
        Assert.Equal(Sets(theirs), Sets(ours));
        Assert.InRange(Sets(ours).Count(set => set.Contains(' ', StringComparison.Ordinal)), 100, mails.Count);
    }

    /// <summary>The mails of each thread, by their indexes.</summary>
    private static List<string> Sets(IReadOnlyList<string> threads) =>
        [
            .. threads
                .Index()
                .GroupBy(mail => mail.Item, mail => mail.Index, StringComparer.Ordinal)
                .Select(thread => string.Join(' ', thread))
                .Order(StringComparer.Ordinal),
        ];

    private static string Shorter(string answer) =>
        $"{answer.Count(' '.Equals)}: {answer[..Math.Min(answer.Length, 100)]}";

    private static string Find(MailShelf shelf, string typed)
    {
        try
        {
            var found = shelf.Find(SearchQuery.Parse(typed, TimeProvider.System));
            return $"found {string.Join(' ', found.Select(index => index + 1))}";
        }
        catch (QueryException exception)
        {
            return $"refused {exception.Message}";
        }
    }

    private static Task<IReadOnlyList<string>> AskLoreAsync(IEnumerable<byte[]> mails, IEnumerable<string> queries) =>
        RunAsync("search.pl", mails, queries);

    private static async Task<IReadOnlyList<string>> RunAsync(
        string script,
        IEnumerable<byte[]> mails,
        IEnumerable<string> queries
    )
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-lore");
        try
        {
            using var perl = Process.Start(
                new ProcessStartInfo(
                    "perl",
                    [
                        Path.Combine(AppContext.BaseDirectory, "lore", script),
                        script == "search.pl" ? Path.Combine(folder.FullName, "git") : folder.FullName,
                    ]
                )
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    Environment = { ["TZ"] = "UTC" },
                }
            )!;
            var answers = perl.StandardOutput.ReadToEndAsync();
            await using (var input = perl.StandardInput.BaseStream)
            {
                foreach (var mail in mails)
                {
                    await input.WriteAsync(Encoding.UTF8.GetBytes($"mail {mail.Length}\n"));
                    await input.WriteAsync(mail);
                }
                foreach (var query in queries)
                    await input.WriteAsync(Encoding.UTF8.GetBytes($"query {query}\n"));
            }
            await perl.WaitForExitAsync();
            Assert.Equal(0, perl.ExitCode);
            return (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
