namespace Hookwork.Catalog.Query;

/// <summary>How different two words are, to suggest what may have been meant.</summary>
internal static class EditDistance
{
    /// <summary>The number of letters to insert, remove or replace, or to swap with the next (Damerau).</summary>
    public static int Between(string left, string right)
    {
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    costs[row, column] = row + column;
                    continue;
                }
                var replaced = costs[row - 1, column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                costs[row, column] = Math.Min(replaced, 1 + Math.Min(costs[row - 1, column], costs[row, column - 1]));
                var isSwapped =
                    row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
                if (isSwapped)
                    costs[row, column] = Math.Min(costs[row, column], costs[row - 2, column - 2] + 1);
            }
        }
        return costs[left.Length, right.Length];
    }
}
