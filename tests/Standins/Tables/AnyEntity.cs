using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Hookwork.Tests.Standins.Tables;

/// <summary>Random keys, texts and values, such as Table storage can hold.</summary>
internal static class AnyEntity
{
    /// <summary>Any text in Unicode, with a liking for what has a meaning in URLs, filters and JSON.</summary>
    public static Gen<string> Text { get; } = TextOf(
        Gen.Frequency(
            (4, Gen.Elements("'", "\"", "%", "\\", "/", "&", "=", "+", " ", ";", "#", "?", "(", ")", ",", "--", "%27", "\r\n", "\t", "''")),
            (4, Gen.Choose('0', 'z').Select(code => ((char)code).ToString())),
            (1, Gen.Choose(1, 0x1F).Select(code => ((char)code).ToString())),
            (2, Gen.Choose(0xA1, 0xD7FF).Select(code => ((char)code).ToString())),
            (1, Gen.Choose(0x1F300, 0x1FAFF).Select(char.ConvertFromUtf32))));

    /// <summary>Any key: no slash, backslash, number sign or question mark, and no control character.</summary>
    public static Gen<string> Key { get; } = Text.Select(text => new string([.. text.Where(IsLegalInKey)]));

    /// <summary>The name of a column.</summary>
    public static Gen<string> Name { get; } =
        from first in Gen.Choose('A', 'Z')
        from rest in Gen.Choose('a', 'z').Select(code => (char)code).ArrayOf()
        select (char)first + new string(rest);

    /// <summary>Any time that Table storage knows, to 100 ns.</summary>
    public static Gen<DateTimeOffset> Time { get; } =
        from day in Gen.Choose(0, 3_000_000)
        from part in Gen.Choose(0, int.MaxValue)
        select new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddTicks(part * 400L);

    /// <summary>A value of any type.</summary>
    public static Gen<object> Value { get; } = Gen.OneOf(
        Text.Select(value => (object)value),
        ArbMap.Default.GeneratorFor<int>().Select(value => (object)value),
        ArbMap.Default.GeneratorFor<long>().Select(value => (object)value),
        ArbMap.Default.GeneratorFor<double>().Select(value => (object)value),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (object)value),
        ArbMap.Default.GeneratorFor<Guid>().Select(value => (object)value),
        ArbMap.Default.GeneratorFor<byte[]>().Select(value => (object)value),
        Time.Select(value => (object)value));

    /// <summary>Columns of any names and types.</summary>
    public static Gen<Dictionary<string, object>> Columns { get; } =
        from names in Name.ArrayOf()
        let distinct = names.Distinct(StringComparer.Ordinal).ToArray()
        from values in Value.ArrayOf(distinct.Length)
        select distinct.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    /// <summary>Checks that a statement holds of random values.</summary>
    public static void Check<T>(this Gen<T> values, Func<T, Task> statement) =>
        Prop.ForAll(Arb.From(values), value => statement(value).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static Gen<string> TextOf(Gen<string> piece) => piece.ArrayOf().Select(string.Concat);

    private static bool IsLegalInKey(char character) => character is not ('/' or '\\' or '#' or '?') && !char.IsControl(character);
}
