using System.Text.RegularExpressions;

namespace Hookwork.Tests.Infra;

/// <summary>The names of the app settings that a deployment sets.</summary>
internal static partial class AppSettings
{
    /// <summary>The settings that are always set.</summary>
    public static IReadOnlyList<string> AlwaysSetBy(Deployment deployment)
    {
        var settings = deployment
            .Module("app")
            .GetProperty("resources")
            .EnumerateArray()
            .Single(resource => resource.GetProperty("type").GetString() == "Microsoft.Web/sites/config");
        return
        [
            .. Name().Matches(settings.GetProperty("properties").GetString()!).Select(match => match.Groups[1].Value),
        ];
    }

    /// <summary>All settings, including those omitted when empty.</summary>
    public static IReadOnlyList<string> SetBy(Deployment deployment)
    {
        var optional = deployment.Module("app").GetProperty("variables").GetProperty("optional");
        return [.. AlwaysSetBy(deployment), .. optional.EnumerateObject().Select(setting => setting.Name)];
    }

    /// <summary>
    /// A string in the settings' expression. Only names of settings start with a capital letter; parameters, versions,
    /// resource types and values do not.
    /// </summary>
    [GeneratedRegex(@"'([A-Z]\w+)'")]
    private static partial Regex Name();
}
