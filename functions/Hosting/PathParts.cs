using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Hookwork.Hosting;

/// <summary>
/// What a part of a path may be: <c>{id:digits}</c> matches digits only. Regular expressions in patterns would be
/// compiled at each start.
/// </summary>
internal static class PathParts
{
    /// <summary>Registers the names that patterns use.</summary>
    public static void Add(RouteOptions options)
    {
        options.SetParameterPolicy<Digits>("digits");
        options.SetParameterPolicy<ApiVersion>("version");
        options.SetParameterPolicy<Uuid>("uuid");
        options.SetParameterPolicy<UrlKey>("key");
        options.SetParameterPolicy<MessageId>("message-id");
    }

    private abstract class PathPart : IRouteConstraint, IParameterLiteralNodeMatchingPolicy
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection
        ) => values.TryGetValue(routeKey, out var value) && value is string text && Matches(text);

        public bool MatchesLiteral(string parameterName, string literal) => Matches(literal);

        protected abstract bool Matches(string text);
    }

    /// <summary>ASCII digits, of any number.</summary>
    private sealed class Digits : PathPart
    {
        protected override bool Matches(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
    }

    /// <summary>A version of Patchwork's API, such as 1.3.</summary>
    private sealed class ApiVersion : PathPart
    {
        protected override bool Matches(string text) =>
            text is [var major, '.', var minor] && char.IsAsciiDigit(major) && char.IsAsciiDigit(minor);
    }

    /// <summary>A UUID without dashes, in lower case.</summary>
    private sealed class Uuid : PathPart
    {
        protected override bool Matches(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>10 to 200 characters of Base64 for URLs.</summary>
    private sealed class UrlKey : PathPart
    {
        protected override bool Matches(string text) =>
            text.Length is >= 10 and <= 200
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }

    /// <summary>Anything with an @.</summary>
    private sealed class MessageId : PathPart
    {
        protected override bool Matches(string text) => text.Contains('@', StringComparison.Ordinal);
    }
}
