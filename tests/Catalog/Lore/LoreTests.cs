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
        var mails = LoreMails.Recorded().Concat(LoreMails.Generated(5000)).ToList();
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

    private static async Task<IReadOnlyList<string>> AskLoreAsync(
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
                    [Path.Combine(AppContext.BaseDirectory, "lore", "search.pl"), Path.Combine(folder.FullName, "git")]
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
