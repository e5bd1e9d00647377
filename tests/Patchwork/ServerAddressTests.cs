using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Patchwork;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Patchwork;

public sealed class ServerAddressTests
{
    private static readonly Uri s_server = new("https://patchwork.example.org/");

    [Theory]
    [InlineData("https://patchwork.example.org/api/1.3/patches/1/", "/api/patches/1/")]
    [InlineData("https://patchwork.example.org/api/patches/1/?a=b#c", "/api/patches/1/?a=b#c")]
    [InlineData("http://patchwork.example.org/api/1.10/patches/1/", "/api/patches/1/")]
    [InlineData(
        "https://PATCHWORK.example.org:443/project/qemu-devel/patch/a@b/mbox/",
        "/project/qemu-devel/patch/a@b/mbox/"
    )]
    [InlineData("https://patchwork.example.org", "/")]
    [InlineData("https://patchwork.example.org/project/x/api/1.3/", "/project/x/api/1.3/")]
    [InlineData(
        "https://patchwork.example.org:8443/api/patches/1/",
        "https://patchwork.example.org:8443/api/patches/1/"
    )]
    [InlineData("https://patchwork.example.org@evil.example/api/", "https://patchwork.example.org@evil.example/api/")]
    [InlineData("https://lore.example.org/qemu-devel/a@b/", "https://lore.example.org/qemu-devel/a@b/")]
    [InlineData("ftp://patchwork.example.org/x", "ftp://patchwork.example.org/x")]
    [InlineData("file://\u200e", "file://\u200e")]
    [InlineData("", "")]
    [InlineData("not an address", "not an address")]
    public void Only_the_servers_own_addresses_become_relative(string address, string expected) =>
        Assert.Equal(expected, ServerAddress.Relative(address, s_server));

    [Theory]
    [InlineData("https://example.org/patchwork/api/1.3/patches/1/", "/api/patches/1/")]
    [InlineData("https://example.org/patchwork/", "/")]
    [InlineData("https://example.org/wiki/", "https://example.org/wiki/")]
    [InlineData("https://example.org", "/")]
    public void A_server_may_live_below_the_root_of_its_host(string address, string expected) =>
        Assert.Equal(expected, ServerAddress.Relative(address, new Uri("https://example.org/patchwork/")));

    [Fact]
    public void Text_and_headers_of_a_mail_stay_as_they_are()
    {
        const string Link = "https://patchwork.example.org/api/1.3/patches/1/";
        var patch = new JsonObject
        {
            ["url"] = Link,
            ["name"] = Link,
            ["content"] = $"See {Link} – it's <b>fixed</b> & done",
            ["diff"] = Link,
            ["headers"] = new JsonObject { ["url"] = Link, ["Received"] = new JsonArray(Link) },
            ["series"] = new JsonArray(new JsonObject { ["mbox"] = Link, ["name"] = Link }),
            ["comments"] = 3,
        };

        var relative = Relative(patch.ToJsonString());

        patch["url"] = "/api/patches/1/";
        patch["series"]![0]!["mbox"] = "/api/patches/1/";
        Assert.Equal(patch.ToJsonString(), JsonNode.Parse(relative)!.ToJsonString());
        Assert.Contains("– it's <b>fixed</b> & done", relative, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recorded_patch_is_the_same_there_and_back()
    {
        const string Origin = "http://patchwork.example.org";
        foreach (var patch in Exchanges.Read("patches"))
        {
            var text = patch.ToJsonString();
            Assert.Equal(text, JsonNode.Parse(Absolute(Relative(text, new Uri(Origin + "/")), Origin))!.ToJsonString());
        }
    }

    [Fact]
    public void Any_address_is_read() =>
        Prop.ForAll<string?, NonNull<string>>(
                (start, rest) =>
                {
                    ServerAddress.Relative(start + rest.Get, s_server);
                    ServerAddress.Relative("https://patchwork.example.org" + rest.Get, s_server);
                    ServerAddress.Relative(@"http:\\patchwork.example.org" + rest.Get, s_server);
                }
            )
            .QuickCheckThrowOnFailure();

    private static string Relative(string json, Uri? server = null)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(ServerAddress.MakeRelative(document.RootElement, server ?? s_server).Span);
    }

    private static string Absolute(string json, string origin) =>
        Encoding.UTF8.GetString(ServerAddress.MakeAbsolute(JsonNode.Parse(json)!, origin).Span);
}
