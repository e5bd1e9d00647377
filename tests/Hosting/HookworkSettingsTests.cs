using Hookwork.Input;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Hosting;

public sealed class HookworkSettingsTests
{
    [Theory]
    // Azure terminates TLS in front of the app.
    [InlineData("func.azurewebsites.net", null, "http", "https", "https://mirror.example.org")]
    [InlineData("func.azurewebsites.net", null, "https", null, "https://mirror.example.org")]
    [InlineData("func.azurewebsites.net", null, "http", "http", "http://mirror.example.org")]
    [InlineData("func.azurewebsites.net", null, "http", "gopher", "https://mirror.example.org")]
    // Elsewhere, a client could forge the header.
    [InlineData(null, null, "http", "https", "http://mirror.example.org")]
    [InlineData(null, null, "https", "http", "https://mirror.example.org")]
    // The setting takes precedence.
    [InlineData(null, "https://public.example.org", "http", null, "https://public.example.org")]
    [InlineData("func.azurewebsites.net", "https://public.example.org/", "http", "http", "https://public.example.org")]
    public void Addresses_have_the_scheme_that_the_caller_used(
        string? platform,
        string? publicUrl,
        string scheme,
        string? forwarded,
        string expected
    )
    {
        var settings = HookworkSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["WEBSITE_HOSTNAME"] = platform,
                        ["Hookwork:PublicUrl"] = publicUrl,
                    }
                )
                .Build()
        );
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (scheme, new HostString("mirror.example.org"));
        if (forwarded is not null)
            request.Headers["X-Forwarded-Proto"] = forwarded;

        Assert.Equal(expected, settings.Origin(request));
    }

    [Theory]
    [InlineData("https://operator:s3cret@public.example.org")]
    [InlineData("https://operator:s3cret@public.example.org/path")]
    [InlineData("https://operator:s3#cret@public.example.org")]
    [InlineData("https://public.example.org/?key=s3cret")]
    [InlineData("https://public.example.org/#top")]
    [InlineData("https://public.example.org/path")]
    [InlineData("ftp://public.example.org")]
    [InlineData("public.example.org")]
    public void The_public_address_is_scheme_and_host(string publicUrl)
    {
        var error = Assert.Throws<SettingsException>(() => Read("Hookwork:PublicUrl", publicUrl));

        Assert.Contains("scheme and host", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("operator", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_blank_setting_is_none(string blank)
    {
        Assert.Null(Read("Hookwork:PublicUrl", blank).PublicUrl);
        Assert.Null(Read("Hookwork:InstanceMegabytes", blank).InstanceMegabytes);
    }

    private static HookworkSettings Read(string name, string value) =>
        HookworkSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build()
        );
}
