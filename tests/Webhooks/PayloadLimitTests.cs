using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Formats;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Tests.Webhooks;

public sealed class PayloadLimitTests
{
    private static readonly string s_large = new('x', 400_000);

    [Fact]
    public void What_fits_is_whole() =>
        Assert.Null(Written(new JsonObject { ["patch"] = Patch("small") })["truncated"]);

    [Fact]
    public void The_largest_text_becomes_a_link()
    {
        var data = Written(new JsonObject { ["patch"] = Patch(s_large) });

        Assert.Null(data["patch"]!["diff"]);
        Assert.Equal("text", data["patch"]!["content"]!.GetValue<string>());
        Assert.Equal(
            """[{"field":"patch.diff","url":"https://hookwork.example.org/patch/1/mbox/"}]""",
            data["truncated"]!.ToJsonString()
        );
    }

    [Fact]
    public void Of_a_huge_series_the_lists_of_files_go_before_the_patches()
    {
        var data = Series(200, files: 400);

        Assert.Equal(200, data["patches"]!.AsArray().Count);
        Assert.Contains(data["patches"]!.AsArray(), patch => patch!["files"] is null);
        Assert.StartsWith("patches[", data["truncated"]![0]!["field"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_are_shorter_than_their_links_go_together()
    {
        var data = Series(2050, files: 1);

        Assert.Equal(2050, data["patches"]!.AsArray().Count);
        Assert.All(data["patches"]!.AsArray(), patch => Assert.Null(patch!["files"]));
        Assert.Equal(
            """[{"field":"patches[].files","url":"https://hookwork.example.org/series/1/mbox/"}]""",
            data["truncated"]!.ToJsonString()
        );
    }

    [Fact]
    public void Of_an_endless_series_nothing_but_its_address_is_left()
    {
        var data = Series(5000, files: 3);

        Assert.Null(data["patches"]);
        Assert.Contains(data["truncated"]!.AsArray(), item => item!["field"]!.GetValue<string>() == "patches");
        Assert.NotNull(data["series"]);
    }

    [Fact]
    public void What_a_series_is_based_on_becomes_a_link_if_it_is_long()
    {
        var data = Written(
            new JsonObject
            {
                ["series"] = new JsonObject { ["url"] = "/api/series/1/" },
                ["based_on"] = new JsonArray([
                    .. Enumerable
                        .Range(0, 5000)
                        .Select(index => new JsonObject { ["kind"] = "patch-id", ["value"] = $"{index:x40}" }),
                ]),
            }
        );

        Assert.Null(data["based_on"]);
        Assert.Equal(
            """[{"field":"based_on","url":"https://hookwork.example.org/api/series/1/"}]""",
            data["truncated"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("payload")]
    [InlineData("patch")]
    [InlineData("comment")]
    public void Whatever_is_too_large_the_limit_holds(string field) =>
        Written(new JsonObject { [field] = new JsonObject { ["nobody"] = s_large } });

    [Fact]
    public void Of_a_patch_and_the_patches_of_its_series_each_is_named()
    {
        JsonObject Large() => new() { ["nobody"] = s_large };

        var data = Written(new JsonObject { ["patch"] = Large(), ["patches"] = new JsonArray(Large()) });

        Assert.Equal(
            ["patches", "patch"],
            data["truncated"]!.AsArray().Select(part => part!["field"]!.GetValue<string>())
        );
    }

    private static JsonNode Series(int patches, int files) =>
        Written(
            new JsonObject
            {
                ["series"] = new JsonObject { ["url"] = "/api/series/1/", ["mbox"] = "/series/1/mbox/" },
                ["patches"] = new JsonArray([
                    .. Enumerable
                        .Range(0, patches)
                        .Select(index => new JsonObject
                        {
                            ["name"] = $"[{index}/{patches}] a name of a usual length",
                            ["mbox"] = $"/patch/{index}/mbox/",
                            ["files"] = new JsonArray([
                                .. Enumerable
                                    .Range(0, files)
                                    .Select(file => JsonValue.Create($"drivers/net/file-{file}.c")),
                            ]),
                        }),
                ]),
            }
        );

    private static JsonObject Patch(string diff) =>
        new()
        {
            ["mbox"] = "/patch/1/mbox/",
            ["content"] = "text",
            ["diff"] = diff,
        };

    private static JsonNode Written(JsonObject data)
    {
        var item = new Announcement("patch.created", 14, 1) { Kind = ResourceKind.Patch, Id = 1 };
        var composition = new Composition(item, data, DateTimeOffset.UnixEpoch, "https://hookwork.example.org");
        foreach (var format in new[] { "standard", "cloudevents" })
            Assert.InRange(WebhookFormats.Of(format).Write(composition, "before").Length, 1, Composition.MostBytes);
        return JsonNode.Parse(WebhookFormats.Of("standard").Write(composition, null))!["data"]!;
    }
}
