namespace Hookwork.Site.Rows;

/// <summary>Numbers in narrow columns.</summary>
internal static class Dashed
{
    /// <summary>The number; a dash for none.</summary>
    public static string Of(int number) => number == 0 ? "-" : number.ToString();
}
