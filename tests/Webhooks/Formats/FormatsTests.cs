using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Formats;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Formats;

/// <summary>The bodies of the formats, whatever a mail says.</summary>
public sealed class FormatsTests
{
    private const string Hostile =
        "<!here> <!channel|x> @channel @room <@U1> <script>alert(1)</script> $CI_JOB_TOKEN ${SECRET} %PATH% & \"'|*\\\u202e\r\n\u0007|";

    public static TheoryData<string> Types => [.. WebhookType.All, WebhookType.Test, "series.of-a-later-version"];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_type_is_written_in_each_format_and_a_hostile_mail_does_no_harm(string type)
    {
        var composition = Of(type, Data(type, Hostile));

        foreach (var shown in new[] { Slack(composition), Matrix(composition) })
        {
            Assert.Contains(
                char.ToUpperInvariant(type[0]) + type[1..].Replace('.', ' ').Replace('-', ' '),
                shown,
                StringComparison.Ordinal
            );
            Assert.Contains("<script>alert(1)</script> $CI_JOB_TOKEN", shown, StringComparison.Ordinal);
        }
        foreach (
            var message in new[]
            {
                JsonNode.Parse(Body("standard", composition))!,
                ForgeService.ReadGitHub(Body("github", composition)),
                ForgeService.ReadGitLab(Body("gitlab", composition)),
            }
        )
        {
            Assert.Equal(type, (string)message["type"]!);
            Assert.True(JsonNode.DeepEquals(composition.Whole, message["data"]));
        }
    }

    [Theory]
    [InlineData("series.completed", "qemu-devel: Series completed: [PATCH] x by A. Author, 2 of 5 patches")]
    [InlineData("patch.created", "qemu-devel: Patch created: [PATCH] x by A. Author")]
    [InlineData("patch.state-changed", "qemu-devel: Patch state changed: [PATCH] x by A. Author, new → accepted")]
    [InlineData("patch.delegated", "qemu-devel: Patch delegated: [PATCH] x by A. Author, none → maintainer")]
    [InlineData("check.created", "qemu-devel: Check created: [PATCH] x by A. Author, ci/build: fail")]
    [InlineData("cover.created", "qemu-devel: Cover created: [PATCH] x by A. Author")]
    [InlineData("patch-comment.created", "qemu-devel: Patch comment created: [PATCH] x by A. Author")]
    [InlineData("comment.updated", "qemu-devel: Comment updated: [PATCH] x by A. Author, addressed")]
    [InlineData("subscription.disabled", "Subscription disabled: subscription 1 to ci.example.org: [PATCH] x")]
    [InlineData("message.exhausted", "Message exhausted: subscription 1 to ci.example.org: [PATCH] x")]
    [InlineData("webhook.test", "Webhook test: [PATCH] x")]
    public void A_chat_gets_one_readable_line(string type, string line)
    {
        var composition = Of(type, Data(type, "[PATCH] x"));

        Assert.Equal(line, Slack(composition));
        Assert.Equal(line, Matrix(composition));
    }

    [Fact]
    public void A_chat_gets_the_subject_of_a_comment_decoded_and_in_one_line()
    {
        var composition = Of(
            "patch-comment.created",
            Data("patch-comment.created", "Re: =?utf-8?q?J=C3=B6rg=27s?=\n fix")
        );

        Assert.Equal("qemu-devel: Patch comment created: Re: Jörg's fix by A. Author", Slack(composition));
    }

    [Fact]
    public void A_line_links_to_pages_of_the_web_only()
    {
        var data = Data("check.created", "[PATCH] x");
        data["check"]!["target_url"] = "javascript:alert(1)";

        var slack = Body("slack", Of("check.created", data));

        Assert.Contains("<https://patchwork.example.org/patch/1/|[PATCH] x>", slack, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", slack, StringComparison.Ordinal);
        data["check"]!["target_url"] = "https://ci.example.org/1?a=b&c=d";
        Assert.Contains(
            "<https://ci.example.org/1?a=b&amp;c=d|ci/build: fail>",
            Body("slack", Of("check.created", data)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "[PATCH] x (https://patchwork.example.org/patch/1/)",
            Body("matrix", Of("check.created", data)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_mail_brings_no_link_or_image_into_a_chat_that_reads_Markdown()
    {
        var data = Data("patch.created", "![x](https://evil.example/x.png) [PATCH](https://evil.example/)");
        data["patch"]!["web_url"] = "https://patchwork.example.org/patch/a)b@example.org/";
        data["patch"]!["submitter"]!["name"] = "[A](https://evil.example/)";
        var text = (string)JsonNode.Parse(Body("slack", Of("patch.created", data)))!["text"]!;

        Assert.Contains("<https://patchwork.example.org/patch/a%29b%40example.org/|", text, StringComparison.Ordinal);
        Assert.Contains("https://evil.example/x.png", text, StringComparison.Ordinal);
        Assert.DoesNotContain("](", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hooks.slack.com/services/T01/B02/s3cret", "https://hooks.slack.com/services/T01/B02")]
    [InlineData("https://chat.example.org/hooks/slack", "https://chat.example.org/hooks")]
    [InlineData("https://discord.com/api/webhooks/1/s3cret/slack", "https://discord.com/api/webhooks/1")]
    public void An_address_of_a_chat_is_shown_without_its_secret_and_used_with_it(string address, string shown)
    {
        var format = WebhookFormats.Of("slack");
        var (url, token) = format.Split(address);
        using var request = format.Request(
            new OutgoingMessage(new Uri(url), "msg_1", DateTimeOffset.UnixEpoch, [], token, [])
        );

        Assert.Equal(shown, url);
        Assert.Equal(address, request.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('$')]
    [InlineData('%')]
    [InlineData('é')]
    [InlineData('"')]
    public void What_is_too_large_for_a_service_becomes_a_link(char letter)
    {
        var data = Data("patch.created", new string('y', 10_000));
        data["patch"]!["diff"] = new string(letter, 60_000);
        data["patch"]!["content"] = new string(letter, 60_000);
        var composition = Of("patch.created", data);

        foreach (
            var message in new[]
            {
                ForgeService.ReadGitHub(Body("github", composition)),
                ForgeService.ReadGitLab(Body("gitlab", composition)),
            }
        )
            Assert.Contains(
                message["data"]!["truncated"]!.AsArray(),
                part => (string)part!["field"]! is "patch.diff" or "patch.content"
            );
        Assert.InRange(Slack(composition).Length, 200, 400);
        Assert.InRange(Matrix(composition).Length, 200, 400);
        Assert.Null(JsonNode.Parse(Body("standard", composition))!["data"]!["truncated"]);
    }

    private static string Slack(Composition composition) => ChatService.ReadSlack(Body("slack", composition));

    private static string Matrix(Composition composition) => ChatService.ReadMatrix(Body("matrix", composition));

    private static string Body(string format, Composition composition) =>
        Encoding.UTF8.GetString(WebhookFormats.Of(format).Write(composition, null));

    private static Composition Of(string type, JsonObject data) =>
        new(
            WebhookType.IsOperational(type) || type == WebhookType.Test
                ? new Announcement(type, 0, 0) { Suffix = "test-1" }
                : new Announcement(type, 14, 1) { Kind = ResourceKind.Patch, Id = 1 },
            data,
            DateTimeOffset.UnixEpoch,
            "https://hookwork.example.org"
        );

    /// <summary>Data of a type, with a text where a mail's text is.</summary>
    private static JsonObject Data(string type, string text)
    {
        if (WebhookType.IsOperational(type))
            return new JsonObject
            {
                ["subscription"] = "1",
                ["url"] = "https://ci.example.org/secret",
                ["reason"] = text,
            };
        if (type == WebhookType.Test)
            return new JsonObject { ["subscription"] = "1", ["message"] = text };
        var data = new JsonObject { ["project"] = new JsonObject { ["link_name"] = "qemu-devel" } };
        var isComment = type.Contains("comment", StringComparison.Ordinal);
        var name = type.Split('.')[0] is var first && first is "series" or "cover" ? first : "patch";
        data[name] = new JsonObject
        {
            ["id"] = 1,
            ["name"] = isComment ? "the patch" : text,
            ["web_url"] = "https://patchwork.example.org/patch/1/",
            ["submitter"] = new JsonObject { ["name"] = "A. Author", ["email"] = "a@example.org" },
        };
        if (name == "series")
            (data[name]!["total"], data[name]!["received_total"]) = (5, 2);
        if (isComment)
            data["comment"] = new JsonObject
            {
                ["subject"] = text,
                ["web_url"] = "https://patchwork.example.org/comment/1/",
                ["submitter"] = new JsonObject { ["name"] = "A. Author" },
                ["addressed"] = true,
            };
        if (type == "check.created")
            data["check"] = new JsonObject { ["context"] = "ci/build", ["state"] = "fail" };
        if (type == "patch.state-changed")
            data["payload"] = new JsonObject { ["previous_state"] = "new", ["current_state"] = "accepted" };
        if (type == "patch.delegated")
            data["payload"] = new JsonObject
            {
                ["previous_delegate"] = null,
                ["current_delegate"] = new JsonObject { ["username"] = "maintainer" },
            };
        return data;
    }
}
