using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Site.Mails;

namespace Hookwork.Tests.Site.Mails;

/// <summary>The commands that the page of a mail offers.</summary>
public sealed class MailAddressTests
{
    private const string Head = "From 2ee7711bdd7de9dd30073b223ce29d5cd50320f6 Mon Sep 17 00:00:00 2001\n";

    [Theory]
    [InlineData("Why.\n", "diff --git a/f b/f\n", "git am")]
    [InlineData("Here is the patch, From A to Z.\n", "diff --git a/f b/f\n", "git am")]
    [InlineData("Here is the patch.\n", $"{Head}From: A <a@b.example>\n\ndiff --git a/f b/f\n", "sed 1d | git am")]
    [InlineData($"Here is the patch.\n\n{Head}Why.\n", "diff --git a/f b/f\n", "sed 1d | git am")]
    public void An_attached_patch_is_applied_as_one_mail(string content, string diff, string command)
    {
        var mail = new JsonObject
        {
            ["id"] = 1,
            ["mbox"] = "/project/p/patch/a@b.example/mbox/",
            ["content"] = content,
            ["diff"] = diff,
        };

        var commands = new MailAddress("https://h.example", "p", ResourceKind.Patch).CommandsOf(mail, "a@b.example");

        Assert.Equal(
            $"curl -sfL https://h.example/project/p/patch/a@b.example/mbox/ | {command}",
            commands.Single(offered => offered.Label == "Apply with git").Command
        );
    }
}
