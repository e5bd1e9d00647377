using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Tests.Webhooks;

public sealed partial class SignatureTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_library_standardwebhooks_takes_what_is_signed()
    {
        var secret = WebhookSecret.Generate();
        const string Body = """{"type":"x","note":"ü€😀"}""";

        var verified = await NodeChecks.VerifyAsync(secret, Signed([secret], Body), Body);

        Assert.Equal("ü€😀", verified!["note"]!.GetValue<string>());
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            NodeChecks.VerifyAsync(secret, Signed([secret], Body), Body + " ")
        );
    }

    [Fact]
    public async Task Either_of_two_secrets_is_enough()
    {
        var (current, old) = (WebhookSecret.Generate(), WebhookSecret.Generate());
        var headers = Signed([current, old], "{}");

        await NodeChecks.VerifyAsync(current, headers, "{}");
        await NodeChecks.VerifyAsync(old, headers, "{}");
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            NodeChecks.VerifyAsync(WebhookSecret.Generate(), headers, "{}")
        );
    }

    [Fact]
    public void The_example_in_the_documentation_is_right()
    {
        var example = Example().Match(File.ReadAllText(Repository.Path("docs", "webhooks.md"))).Groups;

        var signature = WebhookSignature.Sign(
            [example[1].Value],
            example[2].Value,
            long.Parse(example[3].Value),
            Encoding.UTF8.GetBytes(example[4].Value)
        );

        Assert.Equal($"v1,{example[5].Value}", signature);
    }

    [Theory]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(-301, "minutes")]
    [InlineData(301, "minutes")]
    public void A_message_is_fresh_for_five_minutes(int seconds, string? fault)
    {
        var secret = WebhookSecret.Generate();
        var timestamp = s_now.ToUnixTimeSeconds() + seconds;
        var signature = WebhookSignature.Sign([secret], "msg_1", timestamp, "{}"u8);

        var found = WebhookSignature.Fault([secret], "msg_1", $"{timestamp}", signature, "{}"u8, s_now);

        if (fault is null)
            Assert.Null(found);
        else
            Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "1", "v1,x")]
    [InlineData("id", "", "v1,x")]
    [InlineData("id", "1", "")]
    [InlineData("id", "-1", "v1,AAAA")]
    [InlineData("id", "99999999999999999999", "v1,AAAA")]
    [InlineData("id", "9223372036854775807", "v1,AAAA")]
    [InlineData("id", "1772366400", "v1,AAAA")]
    [InlineData("id", "1772366400", "v1a,AAAA v2,BBBB garbage")]
    public void What_is_not_signed_is_refused(string id, string timestamp, string signature) =>
        Assert.NotNull(WebhookSignature.Fault([WebhookSecret.Generate()], id, timestamp, signature, "{}"u8, s_now));

    [Fact]
    public void Any_change_of_the_body_is_noticed() =>
        Prop.ForAll<string?, byte>(
                (text, change) =>
                {
                    var secret = WebhookSecret.Generate();
                    var body = Encoding.UTF8.GetBytes(text + "{}");
                    var signature = WebhookSignature.Sign([secret], "m", s_now.ToUnixTimeSeconds(), body);
                    Assert.Null(
                        WebhookSignature.Fault([secret], "m", $"{s_now.ToUnixTimeSeconds()}", signature, body, s_now)
                    );
                    body[change % body.Length] ^= 1;
                    Assert.NotNull(
                        WebhookSignature.Fault([secret], "m", $"{s_now.ToUnixTimeSeconds()}", signature, body, s_now)
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    private static Dictionary<string, string> Signed(IReadOnlyList<string> secrets, string body) =>
        new()
        {
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = $"{s_now.ToUnixTimeSeconds()}",
            ["webhook-signature"] = WebhookSignature.Sign(
                secrets,
                "msg_1",
                s_now.ToUnixTimeSeconds(),
                Encoding.UTF8.GetBytes(body)
            ),
        };

    [GeneratedRegex(
        @"^secret=(\S+)\nid=(\S+) timestamp=(\d+) body='([^'\n]+)'$.*?^This prints `(\S+)`",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Example();
}
