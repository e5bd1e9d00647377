using Hookwork.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Hosting;

public sealed class PathPartsTests
{
    private static readonly IInlineConstraintResolver Resolver = new ServiceCollection()
        .AddLogging()
        .AddRouting(PathParts.Add)
        .BuildServiceProvider()
        .GetRequiredService<IInlineConstraintResolver>();

    [Theory]
    [InlineData("digits", "0123456789", true)]
    [InlineData("digits", "00000000000000000000000000000001", true)]
    [InlineData("digits", "", false)]
    [InlineData("digits", "1\n", false)]
    [InlineData("digits", "-1", false)]
    [InlineData("digits", "１", false)]
    [InlineData("version", "1.3", true)]
    [InlineData("version", "1.10", false)]
    [InlineData("version", "1.٣", false)]
    [InlineData("version", "1.3\n", false)]
    [InlineData("uuid", "0123456789abcdef0123456789abcdef", true)]
    [InlineData("uuid", "0123456789abcdef0123456789abcdeg", false)]
    [InlineData("uuid", "0123456789abcdef0123456789abcde", false)]
    [InlineData("uuid", "0123456789abcdef0123456789abcdef\n", false)]
    [InlineData("key", "AZaz09_-AZ", true)]
    [InlineData("key", "AZaz09_-A", false)]
    [InlineData("key", "AZaz09_-A.", false)]
    [InlineData("message-id", "a@b", true)]
    [InlineData("message-id", "ab", false)]
    public void A_part_of_a_path_is_what_its_pattern_says(string name, string part, bool matches) =>
        Assert.Equal(
            matches,
            Resolver
                .ResolveConstraint(name)!
                .Match(null, null, "part", new RouteValueDictionary { ["part"] = part }, RouteDirection.IncomingRequest)
        );

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_key_has_at_most_200_characters(int length, bool matches) =>
        A_part_of_a_path_is_what_its_pattern_says("key", new string('k', length), matches);
}
