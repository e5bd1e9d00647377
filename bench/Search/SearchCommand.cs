using System.CommandLine;
using Hookwork.Bench.Search.Corpus;

namespace Hookwork.Bench.Search;

/// <summary>How fast mail is found, and what that takes.</summary>
internal static class SearchCommand
{
    private static readonly Option<int> Mails = new("--mails") { Description = "How many mails to make up.", DefaultValueFactory = _ => 25_000 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The seed of the mails.", DefaultValueFactory = _ => 20_260_327 };
    private static readonly Option<FileInfo?> Write = new("--write") { Description = "Only writes the mails that are made up, as an mbox." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("search", "Builds the catalog of a corpus of mails and searches it.") { Mails, Seed, Write };
        command.SetAction(parsed =>
        {
            using var file = parsed.GetValue(Write)!.Create();
            MailingList.Write(file, parsed.GetValue(Mails), parsed.GetValue(Seed));
        });
        return command;
    }
}
