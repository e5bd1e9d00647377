using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Patchwork;

public sealed class PatchworkSettingsTests
{
    [Theory]
    [InlineData("https://me:s3cret@patchwork.example.org/")]
    [InlineData("https://me:s3#cret@patchwork.example.org/")]
    [InlineData("https://me:s3/cret@patchwork.example.org/")]
    public void No_message_shows_the_password_in_the_address(string url)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Patchwork:Url", url)]).Build();

        var error = Assert.Throws<SettingsException>(() => PatchworkSettings.Read(configuration));

        Assert.StartsWith("Patchwork__Url has a user name", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", error.Message, StringComparison.Ordinal);
    }
}
