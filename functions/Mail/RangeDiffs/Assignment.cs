namespace Hookwork.Mail.RangeDiffs;

/// <summary>
/// The linear assignment problem, solved by shortest augmenting paths (H. W. Kuhn 1955; R. Jonker and A. Volgenant
/// 1987), in cubic time. Of equal columns a row gets the last one, and of equal rows the last one gets it.
/// </summary>
internal sealed class Assignment
{
    private readonly long[,] _costs;
    private readonly int[] _rowOf;
    private readonly long[] _rowPotential;
    private readonly long[] _columnPotential;

    // Of the search from one row: how far each column is, the column before it, and whether that is final.
    private readonly long[] _distance;
    private readonly int[] _before;
    private readonly bool[] _isFinal;

    private Assignment(long[,] costs)
    {
        var (rows, columns) = (costs.GetLength(0), costs.GetLength(1));
        _costs = costs;
        _rowOf = new int[columns];
        Array.Fill(_rowOf, -1);
        _rowPotential = new long[rows];
        _columnPotential = new long[columns];
        _distance = new long[columns];
        _before = new int[columns];
        _isFinal = new bool[columns];
    }

    /// <summary>Gives each row a column of its own, so that the sum of the costs is the least.</summary>
    /// <param name="costs">The cost of each row's columns; there are at least as many columns as rows.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Solve(long[,] costs)
    {
        var assignment = new Assignment(costs);
        var columnOf = new int[costs.GetLength(0)];
        for (var row = columnOf.Length - 1; row >= 0; row--)
            assignment.Assign(row);
        for (var column = 0; column < assignment._rowOf.Length; column++)
        {
            if (assignment._rowOf[column] is >= 0 and var row)
                columnOf[row] = column;
        }
        return columnOf;
    }

    private void Assign(int row)
    {
        var free = NearestFree(row);
        var length = _distance[free];
        _rowPotential[row] += length;
        for (var column = 0; column < _isFinal.Length; column++)
        {
            if (!_isFinal[column])
                continue;
            _columnPotential[column] -= length - _distance[column];
            if (_rowOf[column] >= 0)
                _rowPotential[_rowOf[column]] += length - _distance[column];
        }
        // Each row on the path moves to the next column.
        for (var column = free; column >= 0; column = _before[column])
            _rowOf[column] = _before[column] < 0 ? row : _rowOf[_before[column]];
    }

    // Dijkstra's search over the costs less the potentials, which are never negative.
    private int NearestFree(int row)
    {
        Array.Fill(_distance, long.MaxValue);
        Array.Clear(_isFinal);
        var last = -1;
        long length = 0;
        do
        {
            var nearest = -1;
            for (var column = _isFinal.Length - 1; column >= 0; column--)
            {
                if (_isFinal[column])
                    continue;
                var way = length + _costs[row, column] - _rowPotential[row] - _columnPotential[column];
                if (way < _distance[column])
                {
                    _distance[column] = way;
                    _before[column] = last;
                }
                if (nearest < 0 || _distance[column] < _distance[nearest])
                    nearest = column;
            }
            length = _distance[nearest];
            _isFinal[nearest] = true;
            last = nearest;
            row = _rowOf[nearest];
        } while (row >= 0);
        return last;
    }
}
