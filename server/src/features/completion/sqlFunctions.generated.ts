// Written by tools/sqlFunctions.mjs; do not edit.
export interface SqlFunction {
  readonly name: string;
  readonly kind: 'scalar' | 'aggregate';
  /** As people write it: `date_trunc(part, timestamp)`. */
  readonly signature: string;
  readonly description: string;
}

/** DuckDB's functions that SQL in specs may use, those that are met most. */
export const SQL_FUNCTIONS: readonly SqlFunction[] = [
 {
  "name": "abs",
  "kind": "scalar",
  "signature": "abs(x)",
  "description": "Absolute value."
 },
 {
  "name": "acos",
  "kind": "scalar",
  "signature": "acos(x)",
  "description": "Computes the arccosine of x."
 },
 {
  "name": "any_value",
  "kind": "aggregate",
  "signature": "any_value(arg)",
  "description": "Returns the first non-NULL value from arg."
 },
 {
  "name": "approx_count_distinct",
  "kind": "aggregate",
  "signature": "approx_count_distinct(any)",
  "description": "Computes the approximate count of distinct elements using HyperLogLog."
 },
 {
  "name": "arg_max",
  "kind": "aggregate",
  "signature": "arg_max(arg, val)",
  "description": "Finds the row with the maximum val."
 },
 {
  "name": "arg_min",
  "kind": "aggregate",
  "signature": "arg_min(arg, val)",
  "description": "Finds the row with the minimum val."
 },
 {
  "name": "array_length",
  "kind": "scalar",
  "signature": "array_length(list)",
  "description": "`array_length` for lists with dimensions other than 1 not implemented."
 },
 {
  "name": "asin",
  "kind": "scalar",
  "signature": "asin(x)",
  "description": "Computes the arcsine of x."
 },
 {
  "name": "atan",
  "kind": "scalar",
  "signature": "atan(x)",
  "description": "Computes the arctangent of x."
 },
 {
  "name": "atan2",
  "kind": "scalar",
  "signature": "atan2(y, x)",
  "description": "Computes the arctangent (y, x)."
 },
 {
  "name": "avg",
  "kind": "aggregate",
  "signature": "avg(x)",
  "description": "Calculates the average value for all tuples in x."
 },
 {
  "name": "bit_and",
  "kind": "aggregate",
  "signature": "bit_and(arg)",
  "description": "Returns the bitwise AND of all bits in a given expression."
 },
 {
  "name": "bit_count",
  "kind": "scalar",
  "signature": "bit_count(x)",
  "description": "Returns the number of bits that are set."
 },
 {
  "name": "bit_or",
  "kind": "aggregate",
  "signature": "bit_or(arg)",
  "description": "Returns the bitwise OR of all bits in a given expression."
 },
 {
  "name": "bool_and",
  "kind": "aggregate",
  "signature": "bool_and(arg)",
  "description": "Returns TRUE if every input value is TRUE, otherwise FALSE."
 },
 {
  "name": "bool_or",
  "kind": "aggregate",
  "signature": "bool_or(arg)",
  "description": "Returns TRUE if any input value is TRUE, otherwise FALSE."
 },
 {
  "name": "cast",
  "signature": "cast(value AS type)",
  "description": "The value as another type; what cannot be turned is an error.",
  "kind": "scalar"
 },
 {
  "name": "cbrt",
  "kind": "scalar",
  "signature": "cbrt(x)",
  "description": "Returns the cube root of x."
 },
 {
  "name": "ceil",
  "kind": "scalar",
  "signature": "ceil(x)",
  "description": "Rounds the number up."
 },
 {
  "name": "chr",
  "kind": "scalar",
  "signature": "chr(code_point)",
  "description": "Returns a character which is corresponding the ASCII code value or Unicode code point."
 },
 {
  "name": "coalesce",
  "signature": "coalesce(value, ...)",
  "description": "The first value that is not null.",
  "kind": "scalar"
 },
 {
  "name": "concat",
  "kind": "scalar",
  "signature": "concat(value, ...)",
  "description": "Concatenates multiple strings or lists. `NULL` inputs are skipped."
 },
 {
  "name": "concat_ws",
  "kind": "scalar",
  "signature": "concat_ws(separator, string, ...)",
  "description": "Concatenates many strings, separated by `separator`. `NULL` inputs are skipped."
 },
 {
  "name": "contains",
  "kind": "scalar",
  "signature": "contains(string, search_string)",
  "description": "Returns `true` if `search_string` is found within `string`."
 },
 {
  "name": "corr",
  "kind": "aggregate",
  "signature": "corr(y, x)",
  "description": "Returns the correlation coefficient for non-NULL pairs in a group."
 },
 {
  "name": "cos",
  "kind": "scalar",
  "signature": "cos(x)",
  "description": "Computes the cos of x."
 },
 {
  "name": "cosh",
  "kind": "scalar",
  "signature": "cosh(x)",
  "description": "Computes the hyperbolic cos of x."
 },
 {
  "name": "cot",
  "kind": "scalar",
  "signature": "cot(x)",
  "description": "Computes the cotangent of x."
 },
 {
  "name": "count",
  "kind": "aggregate",
  "signature": "count(arg)",
  "description": "Returns the number of non-NULL values in arg."
 },
 {
  "name": "count_if",
  "kind": "aggregate",
  "signature": "count_if(arg)",
  "description": "Counts the total number of TRUE values for a boolean column."
 },
 {
  "name": "covar_pop",
  "kind": "aggregate",
  "signature": "covar_pop(y, x)",
  "description": "Returns the population covariance of input values."
 },
 {
  "name": "covar_samp",
  "kind": "aggregate",
  "signature": "covar_samp(y, x)",
  "description": "Returns the sample covariance for non-NULL pairs in a group."
 },
 {
  "name": "damerau_levenshtein",
  "kind": "scalar",
  "signature": "damerau_levenshtein(s1, s2)",
  "description": "Extension of Levenshtein distance to also include transposition of adjacent characters as an allowed edit operation."
 },
 {
  "name": "date_diff",
  "kind": "scalar",
  "signature": "date_diff(part, startdate, enddate)",
  "description": "The number of partition boundaries between the timestamps."
 },
 {
  "name": "date_part",
  "kind": "scalar",
  "signature": "date_part(ts, col1)",
  "description": "Part of a time, such as `hour`."
 },
 {
  "name": "date_sub",
  "kind": "scalar",
  "signature": "date_sub(part, startdate, enddate)",
  "description": "The number of complete partitions between the timestamps."
 },
 {
  "name": "date_trunc",
  "kind": "scalar",
  "signature": "date_trunc(part, timestamp)",
  "description": "Truncate to specified precision."
 },
 {
  "name": "day",
  "kind": "scalar",
  "signature": "day(ts)",
  "description": "Extract the day component from a date or timestamp."
 },
 {
  "name": "dayname",
  "kind": "scalar",
  "signature": "dayname(ts)",
  "description": "The (English) name of the weekday."
 },
 {
  "name": "dayofmonth",
  "kind": "scalar",
  "signature": "dayofmonth(ts)",
  "description": "Extract the dayofmonth component from a date or timestamp."
 },
 {
  "name": "dayofweek",
  "kind": "scalar",
  "signature": "dayofweek(ts)",
  "description": "Extract the dayofweek component from a date or timestamp."
 },
 {
  "name": "dayofyear",
  "kind": "scalar",
  "signature": "dayofyear(ts)",
  "description": "Extract the dayofyear component from a date or timestamp."
 },
 {
  "name": "days_in_month",
  "kind": "scalar",
  "signature": "days_in_month(date)",
  "description": "Days of the month of a date."
 },
 {
  "name": "degrees",
  "kind": "scalar",
  "signature": "degrees(x)",
  "description": "Converts radians to degrees."
 },
 {
  "name": "ends_with",
  "kind": "scalar",
  "signature": "ends_with(string, search_string)",
  "description": "Returns `true` if `string` ends with `search_string`."
 },
 {
  "name": "entropy",
  "kind": "aggregate",
  "signature": "entropy(x)",
  "description": "Returns the log-2 entropy of count input-values."
 },
 {
  "name": "epoch",
  "kind": "scalar",
  "signature": "epoch(temporal)",
  "description": "Extract the epoch component from a temporal type."
 },
 {
  "name": "epoch_ms",
  "kind": "scalar",
  "signature": "epoch_ms(temporal)",
  "description": "Extract the epoch component in milliseconds from a temporal type."
 },
 {
  "name": "even",
  "kind": "scalar",
  "signature": "even(x)",
  "description": "Rounds x to next even number by rounding away from zero."
 },
 {
  "name": "exp",
  "kind": "scalar",
  "signature": "exp(x)",
  "description": "Computes e to the power of x."
 },
 {
  "name": "extract",
  "signature": "extract(part FROM time)",
  "description": "Part of a time, such as `hour`.",
  "kind": "scalar"
 },
 {
  "name": "factorial",
  "kind": "scalar",
  "signature": "factorial(x)",
  "description": "Factorial of x."
 },
 {
  "name": "first",
  "kind": "aggregate",
  "signature": "first(arg)",
  "description": "Returns the first value (NULL or non-NULL) from arg."
 },
 {
  "name": "floor",
  "kind": "scalar",
  "signature": "floor(x)",
  "description": "Rounds the number down."
 },
 {
  "name": "fmod",
  "kind": "scalar",
  "signature": "fmod(x, y)",
  "description": "Remainder of a division of floats."
 },
 {
  "name": "format",
  "kind": "scalar",
  "signature": "format(format, ...)",
  "description": "Formats a string using the fmt syntax."
 },
 {
  "name": "gcd",
  "kind": "scalar",
  "signature": "gcd(x, y)",
  "description": "Computes the greatest common divisor of x and y."
 },
 {
  "name": "geomean",
  "kind": "aggregate",
  "signature": "geomean(x)",
  "description": "Geometric mean of the values."
 },
 {
  "name": "greatest",
  "kind": "scalar",
  "signature": "greatest(arg1, ...)",
  "description": "Returns the largest value."
 },
 {
  "name": "hamming",
  "kind": "scalar",
  "signature": "hamming(s1, s2)",
  "description": "The Hamming distance between to strings, i.e., the number of positions with different characters for two strings of equal length."
 },
 {
  "name": "hash",
  "kind": "scalar",
  "signature": "hash(value, ...)",
  "description": "A hash of the value as a whole number; it differs between versions of DuckDB."
 },
 {
  "name": "histogram",
  "kind": "aggregate",
  "signature": "histogram(arg)",
  "description": "Returns a LIST of STRUCTs with the fields bucket and count."
 },
 {
  "name": "hour",
  "kind": "scalar",
  "signature": "hour(ts)",
  "description": "Extract the hour component from a date or timestamp."
 },
 {
  "name": "if",
  "signature": "if(condition, then, else)",
  "description": "`then` where the condition is true, else `else`.",
  "kind": "scalar"
 },
 {
  "name": "ifnull",
  "signature": "ifnull(value, other)",
  "description": "The value, or the other one where it is null.",
  "kind": "scalar"
 },
 {
  "name": "instr",
  "kind": "scalar",
  "signature": "instr(string, search_string)",
  "description": "Returns location of first occurrence of `search_string` in `string`, counting from 1."
 },
 {
  "name": "isfinite",
  "kind": "scalar",
  "signature": "isfinite(x)",
  "description": "Returns true if the floating point value is finite, false otherwise."
 },
 {
  "name": "isinf",
  "kind": "scalar",
  "signature": "isinf(x)",
  "description": "Returns true if the floating point value is infinite, false otherwise."
 },
 {
  "name": "isnan",
  "kind": "scalar",
  "signature": "isnan(x)",
  "description": "Returns true if the floating point value is not a number, false otherwise."
 },
 {
  "name": "isodow",
  "kind": "scalar",
  "signature": "isodow(ts)",
  "description": "Extract the isodow component from a date or timestamp."
 },
 {
  "name": "isoyear",
  "kind": "scalar",
  "signature": "isoyear(ts)",
  "description": "Extract the isoyear component from a date or timestamp."
 },
 {
  "name": "jaccard",
  "kind": "scalar",
  "signature": "jaccard(s1, s2)",
  "description": "The Jaccard similarity between two strings."
 },
 {
  "name": "jaro_similarity",
  "kind": "scalar",
  "signature": "jaro_similarity(s1, s2)",
  "description": "The Jaro similarity between two strings."
 },
 {
  "name": "jaro_winkler_similarity",
  "kind": "scalar",
  "signature": "jaro_winkler_similarity(s1, s2)",
  "description": "The Jaro-Winkler similarity between two strings."
 },
 {
  "name": "json_array_length",
  "kind": "scalar",
  "signature": "json_array_length(json)",
  "description": "Items of a list in JSON."
 },
 {
  "name": "json_extract",
  "kind": "scalar",
  "signature": "json_extract(json, path)",
  "description": "What stands at a path of JSON, as JSON."
 },
 {
  "name": "json_extract_string",
  "kind": "scalar",
  "signature": "json_extract_string(json, path)",
  "description": "What stands at a path of JSON, as text."
 },
 {
  "name": "json_valid",
  "kind": "scalar",
  "signature": "json_valid(text)",
  "description": "Whether a text is JSON."
 },
 {
  "name": "kurtosis",
  "kind": "aggregate",
  "signature": "kurtosis(x)",
  "description": "Returns the excess kurtosis (Fisher’s definition) of all input values, with a bias correction according to the sample size."
 },
 {
  "name": "last",
  "kind": "aggregate",
  "signature": "last(arg)",
  "description": "Returns the last value of a column."
 },
 {
  "name": "last_day",
  "kind": "scalar",
  "signature": "last_day(ts)",
  "description": "Returns the last day of the month."
 },
 {
  "name": "lcm",
  "kind": "scalar",
  "signature": "lcm(x, y)",
  "description": "Computes the least common multiple of x and y."
 },
 {
  "name": "least",
  "kind": "scalar",
  "signature": "least(arg1, ...)",
  "description": "Returns the smallest value."
 },
 {
  "name": "left",
  "kind": "scalar",
  "signature": "left(string, count)",
  "description": "Extracts the left-most count characters."
 },
 {
  "name": "len",
  "kind": "scalar",
  "signature": "len(list or text)",
  "description": "Returns the length of the `list`."
 },
 {
  "name": "length",
  "kind": "scalar",
  "signature": "length(text or list)",
  "description": "Returns the length of the `list`."
 },
 {
  "name": "levenshtein",
  "kind": "scalar",
  "signature": "levenshtein(s1, s2)",
  "description": "The minimum number of single-character edits (insertions, deletions or substitutions) required to change one string to the other."
 },
 {
  "name": "list",
  "kind": "aggregate",
  "signature": "list(arg)",
  "description": "Returns a LIST containing all the values of a column."
 },
 {
  "name": "list_avg",
  "kind": "scalar",
  "signature": "list_avg(l)",
  "description": "Mean of the items of a list."
 },
 {
  "name": "list_contains",
  "kind": "scalar",
  "signature": "list_contains(list, element)",
  "description": "Returns true if the list contains the element."
 },
 {
  "name": "list_count",
  "kind": "scalar",
  "signature": "list_count(l)",
  "description": "Items of a list that are not null."
 },
 {
  "name": "list_distinct",
  "kind": "scalar",
  "signature": "list_distinct(list)",
  "description": "Removes all duplicates and `NULL` values from a list."
 },
 {
  "name": "list_extract",
  "kind": "scalar",
  "signature": "list_extract(list, index)",
  "description": "Extract the `index`th (1-based) value from the list."
 },
 {
  "name": "list_has_any",
  "kind": "scalar",
  "signature": "list_has_any(list1, list2)",
  "description": "Returns true if the lists have any element in common."
 },
 {
  "name": "list_max",
  "kind": "scalar",
  "signature": "list_max(l)",
  "description": "Greatest item of a list."
 },
 {
  "name": "list_min",
  "kind": "scalar",
  "signature": "list_min(l)",
  "description": "Least item of a list."
 },
 {
  "name": "list_position",
  "kind": "scalar",
  "signature": "list_position(list, element)",
  "description": "Returns the index of the `element` if the `list` contains the `element`."
 },
 {
  "name": "list_sort",
  "kind": "scalar",
  "signature": "list_sort(list)",
  "description": "Sorts the elements of the list."
 },
 {
  "name": "list_sum",
  "kind": "scalar",
  "signature": "list_sum(l)",
  "description": "Sum of the items of a list."
 },
 {
  "name": "list_value",
  "kind": "scalar",
  "signature": "list_value(any, ...)",
  "description": "Creates a LIST containing the argument values."
 },
 {
  "name": "ln",
  "kind": "scalar",
  "signature": "ln(x)",
  "description": "Computes the natural logarithm of x."
 },
 {
  "name": "log",
  "kind": "scalar",
  "signature": "log(b)",
  "description": "Computes the logarithm of x to base b. b may be omitted, in which case the default 10."
 },
 {
  "name": "log10",
  "kind": "scalar",
  "signature": "log10(x)",
  "description": "Computes the 10-log of x."
 },
 {
  "name": "log2",
  "kind": "scalar",
  "signature": "log2(x)",
  "description": "Computes the 2-log of x."
 },
 {
  "name": "lower",
  "kind": "scalar",
  "signature": "lower(string)",
  "description": "Converts `string` to lower case."
 },
 {
  "name": "lpad",
  "kind": "scalar",
  "signature": "lpad(string, count, character)",
  "description": "Pads the `string` with the `character` on the left until it has `count` characters."
 },
 {
  "name": "ltrim",
  "kind": "scalar",
  "signature": "ltrim(string)",
  "description": "Removes any occurrences of any of the `characters` from the left side of the `string`. `characters` defaults to `space`."
 },
 {
  "name": "mad",
  "kind": "aggregate",
  "signature": "mad(x)",
  "description": "Returns the median absolute deviation for the values within x."
 },
 {
  "name": "make_date",
  "kind": "scalar",
  "signature": "make_date(col0)",
  "description": "The date for the given struct."
 },
 {
  "name": "make_time",
  "kind": "scalar",
  "signature": "make_time(hour, minute, seconds)",
  "description": "The time for the given parts."
 },
 {
  "name": "make_timestamp",
  "kind": "scalar",
  "signature": "make_timestamp(year)",
  "description": "The timestamp for the given parts."
 },
 {
  "name": "map_extract",
  "kind": "scalar",
  "signature": "map_extract(map, key)",
  "description": "Returns a list containing the value for a given key or an empty list if the key is not contained in the map."
 },
 {
  "name": "map_keys",
  "kind": "scalar",
  "signature": "map_keys(map)",
  "description": "Returns the keys of a map as a list."
 },
 {
  "name": "map_values",
  "kind": "scalar",
  "signature": "map_values(map)",
  "description": "Returns the values of a map as a list."
 },
 {
  "name": "max",
  "kind": "aggregate",
  "signature": "max(arg)",
  "description": "Returns the maximum value present in arg."
 },
 {
  "name": "md5",
  "kind": "scalar",
  "signature": "md5(blob)",
  "description": "Returns the MD5 hash of the `string` as a `VARCHAR`."
 },
 {
  "name": "median",
  "kind": "aggregate",
  "signature": "median(x)",
  "description": "Returns the middle value of the set."
 },
 {
  "name": "microsecond",
  "kind": "scalar",
  "signature": "microsecond(ts)",
  "description": "Extract the microsecond component from a date or timestamp."
 },
 {
  "name": "millisecond",
  "kind": "scalar",
  "signature": "millisecond(ts)",
  "description": "Extract the millisecond component from a date or timestamp."
 },
 {
  "name": "min",
  "kind": "aggregate",
  "signature": "min(arg)",
  "description": "Returns the minimum value present in arg."
 },
 {
  "name": "minute",
  "kind": "scalar",
  "signature": "minute(ts)",
  "description": "Extract the minute component from a date or timestamp."
 },
 {
  "name": "mod",
  "kind": "scalar",
  "signature": "mod(x, y)",
  "description": "Remainder of a division; it has the sign of the first number."
 },
 {
  "name": "mode",
  "kind": "aggregate",
  "signature": "mode(x)",
  "description": "Returns the most frequent value for the values within x."
 },
 {
  "name": "month",
  "kind": "scalar",
  "signature": "month(ts)",
  "description": "Extract the month component from a date or timestamp."
 },
 {
  "name": "monthname",
  "kind": "scalar",
  "signature": "monthname(ts)",
  "description": "The (English) name of the month."
 },
 {
  "name": "nullif",
  "kind": "scalar",
  "signature": "nullif(a, b)",
  "description": "Null where both are equal, else the first."
 },
 {
  "name": "pi",
  "kind": "scalar",
  "signature": "pi()",
  "description": "Returns the value of pi."
 },
 {
  "name": "position",
  "kind": "scalar",
  "signature": "position(string, search_string)",
  "description": "Returns location of first occurrence of `search_string` in `string`, counting from 1."
 },
 {
  "name": "pow",
  "kind": "scalar",
  "signature": "pow(x, y)",
  "description": "Computes x to the power of y."
 },
 {
  "name": "product",
  "kind": "aggregate",
  "signature": "product(arg)",
  "description": "Calculates the product of all tuples in arg."
 },
 {
  "name": "quantile_cont",
  "kind": "aggregate",
  "signature": "quantile_cont(x, pos)",
  "description": "Returns the interpolated quantile number between 0 and 1 ."
 },
 {
  "name": "quantile_disc",
  "kind": "aggregate",
  "signature": "quantile_disc(x)",
  "description": "Returns the exact quantile number between 0 and 1 ."
 },
 {
  "name": "quarter",
  "kind": "scalar",
  "signature": "quarter(ts)",
  "description": "Extract the quarter component from a date or timestamp."
 },
 {
  "name": "radians",
  "kind": "scalar",
  "signature": "radians(x)",
  "description": "Converts degrees to radians."
 },
 {
  "name": "regexp_extract",
  "kind": "scalar",
  "signature": "regexp_extract(string, regex)",
  "description": "If `string` contains the `regex` pattern, returns the capturing groups as a struct with corresponding names from `name_list`; otherwise, returns a struct with the same keys and empty strings as values."
 },
 {
  "name": "regexp_extract_all",
  "kind": "scalar",
  "signature": "regexp_extract_all(string, regex)",
  "description": "Finds non-overlapping occurrences of the `regex` in the `string` and returns the corresponding values of the capturing `group`."
 },
 {
  "name": "regexp_full_match",
  "kind": "scalar",
  "signature": "regexp_full_match(string, regex)",
  "description": "Returns `true` if the entire `string` matches the `regex`."
 },
 {
  "name": "regexp_matches",
  "kind": "scalar",
  "signature": "regexp_matches(string, regex)",
  "description": "Returns `true` if `string` contains the `regex`, `false` otherwise."
 },
 {
  "name": "regexp_replace",
  "kind": "scalar",
  "signature": "regexp_replace(string, regex, replacement)",
  "description": "If `string` contains the `regex`, replaces the matching part with `replacement`."
 },
 {
  "name": "regr_intercept",
  "kind": "aggregate",
  "signature": "regr_intercept(y, x)",
  "description": "Returns the intercept of the univariate linear regression line for non-NULL pairs in a group."
 },
 {
  "name": "regr_r2",
  "kind": "aggregate",
  "signature": "regr_r2(y, x)",
  "description": "Returns the coefficient of determination for non-NULL pairs in a group."
 },
 {
  "name": "regr_slope",
  "kind": "aggregate",
  "signature": "regr_slope(y, x)",
  "description": "Returns the slope of the linear regression line for non-NULL pairs in a group."
 },
 {
  "name": "repeat",
  "kind": "scalar",
  "signature": "repeat(blob, count)",
  "description": "Repeats the `string` `count` number of times."
 },
 {
  "name": "replace",
  "kind": "scalar",
  "signature": "replace(string, source, target)",
  "description": "Replaces any occurrences of the `source` with `target` in `string`."
 },
 {
  "name": "reverse",
  "kind": "scalar",
  "signature": "reverse(string)",
  "description": "Reverses the `string`."
 },
 {
  "name": "right",
  "kind": "scalar",
  "signature": "right(string, count)",
  "description": "Extract the right-most `count` characters."
 },
 {
  "name": "round",
  "kind": "scalar",
  "signature": "round(x, precision)",
  "description": "Rounds x to s decimal places."
 },
 {
  "name": "rpad",
  "kind": "scalar",
  "signature": "rpad(string, count, character)",
  "description": "Pads the `string` with the `character` on the right until it has `count` characters."
 },
 {
  "name": "rtrim",
  "kind": "scalar",
  "signature": "rtrim(string)",
  "description": "Removes any occurrences of any of the `characters` from the right side of the `string`. `characters` defaults to `space`."
 },
 {
  "name": "second",
  "kind": "scalar",
  "signature": "second(ts)",
  "description": "Extract the second component from a date or timestamp."
 },
 {
  "name": "sem",
  "kind": "aggregate",
  "signature": "sem(x)",
  "description": "Returns the standard error of the mean."
 },
 {
  "name": "sha256",
  "kind": "scalar",
  "signature": "sha256(blob)",
  "description": "Returns a `VARCHAR` with the SHA-256 hash of the `value`."
 },
 {
  "name": "sign",
  "kind": "scalar",
  "signature": "sign(x)",
  "description": "Returns the sign of x as -1, 0 or 1."
 },
 {
  "name": "sin",
  "kind": "scalar",
  "signature": "sin(x)",
  "description": "Computes the sin of x."
 },
 {
  "name": "sinh",
  "kind": "scalar",
  "signature": "sinh(x)",
  "description": "Computes the hyperbolic sin of x."
 },
 {
  "name": "skewness",
  "kind": "aggregate",
  "signature": "skewness(x)",
  "description": "Returns the skewness of all input values."
 },
 {
  "name": "split_part",
  "kind": "scalar",
  "signature": "split_part(string, delimiter, position)",
  "description": "A part of a text that is split at a separator, counted from 1."
 },
 {
  "name": "sqrt",
  "kind": "scalar",
  "signature": "sqrt(x)",
  "description": "Returns the square root of x."
 },
 {
  "name": "starts_with",
  "kind": "scalar",
  "signature": "starts_with(string, search_string)",
  "description": "Returns `true` if `string` begins with `search_string`."
 },
 {
  "name": "stddev_pop",
  "kind": "aggregate",
  "signature": "stddev_pop(x)",
  "description": "Returns the population standard deviation."
 },
 {
  "name": "stddev_samp",
  "kind": "aggregate",
  "signature": "stddev_samp(x)",
  "description": "Returns the sample standard deviation."
 },
 {
  "name": "strftime",
  "kind": "scalar",
  "signature": "strftime(data, format)",
  "description": "Converts a `date` to a string according to the format string."
 },
 {
  "name": "string_agg",
  "kind": "aggregate",
  "signature": "string_agg(str)",
  "description": "Concatenates the column string values with an optional separator."
 },
 {
  "name": "string_split",
  "kind": "scalar",
  "signature": "string_split(string, separator)",
  "description": "Splits the `string` along the `separator`."
 },
 {
  "name": "strip_accents",
  "kind": "scalar",
  "signature": "strip_accents(string)",
  "description": "Strips accents from `string`."
 },
 {
  "name": "strpos",
  "kind": "scalar",
  "signature": "strpos(string, search_string)",
  "description": "Returns location of first occurrence of `search_string` in `string`, counting from 1."
 },
 {
  "name": "strptime",
  "kind": "scalar",
  "signature": "strptime(text, format-list)",
  "description": "Converts the `string` text to timestamp applying the format strings in the list until one succeeds."
 },
 {
  "name": "struct_extract",
  "kind": "scalar",
  "signature": "struct_extract(struct, 'entry')",
  "description": "Extract the named entry from the STRUCT."
 },
 {
  "name": "substr",
  "kind": "scalar",
  "signature": "substr(string, start, length)",
  "description": "Extracts substring starting from character `start` up to the end of the string."
 },
 {
  "name": "sum",
  "kind": "aggregate",
  "signature": "sum(arg)",
  "description": "Calculates the sum value for all tuples in arg."
 },
 {
  "name": "tan",
  "kind": "scalar",
  "signature": "tan(x)",
  "description": "Computes the tan of x."
 },
 {
  "name": "tanh",
  "kind": "scalar",
  "signature": "tanh(x)",
  "description": "Computes the hyperbolic tan of x."
 },
 {
  "name": "time_bucket",
  "kind": "scalar",
  "signature": "time_bucket(bucket_width, timestamp)",
  "description": "Truncate TIMESTAMPTZ by the specified interval bucket_width."
 },
 {
  "name": "timezone",
  "kind": "scalar",
  "signature": "timezone(ts)",
  "description": "Extract the timezone component from a date or timestamp."
 },
 {
  "name": "to_days",
  "kind": "scalar",
  "signature": "to_days(integer)",
  "description": "Construct a day interval."
 },
 {
  "name": "to_hours",
  "kind": "scalar",
  "signature": "to_hours(integer)",
  "description": "Construct a hour interval."
 },
 {
  "name": "to_minutes",
  "kind": "scalar",
  "signature": "to_minutes(integer)",
  "description": "Construct a minute interval."
 },
 {
  "name": "to_months",
  "kind": "scalar",
  "signature": "to_months(integer)",
  "description": "Construct a month interval."
 },
 {
  "name": "to_seconds",
  "kind": "scalar",
  "signature": "to_seconds(double)",
  "description": "Construct a second interval."
 },
 {
  "name": "to_timestamp",
  "kind": "scalar",
  "signature": "to_timestamp(sec)",
  "description": "Converts secs since epoch to a timestamp with time zone."
 },
 {
  "name": "to_weeks",
  "kind": "scalar",
  "signature": "to_weeks(integer)",
  "description": "Construct a week interval."
 },
 {
  "name": "to_years",
  "kind": "scalar",
  "signature": "to_years(integer)",
  "description": "Construct a year interval."
 },
 {
  "name": "translate",
  "kind": "scalar",
  "signature": "translate(string, from, to)",
  "description": "Replaces each character in `string` that matches a character in the `from` set with the corresponding character in the `to` set."
 },
 {
  "name": "trim",
  "kind": "scalar",
  "signature": "trim(string)",
  "description": "Removes any occurrences of any of the `characters` from either side of the `string`. `characters` defaults to `space`."
 },
 {
  "name": "trunc",
  "kind": "scalar",
  "signature": "trunc(x)",
  "description": "Truncates the number."
 },
 {
  "name": "try_cast",
  "signature": "try_cast(value AS type)",
  "description": "The value as another type; null where it cannot be turned.",
  "kind": "scalar"
 },
 {
  "name": "try_strptime",
  "kind": "scalar",
  "signature": "try_strptime(text, format)",
  "description": "Converts the `string` text to timestamp according to the format string."
 },
 {
  "name": "typeof",
  "kind": "scalar",
  "signature": "typeof(expression)",
  "description": "Returns the name of the data type of the result of the expression."
 },
 {
  "name": "unicode",
  "kind": "scalar",
  "signature": "unicode(string)",
  "description": "Returns an `INTEGER` representing the `unicode` codepoint of the first character in the `string`."
 },
 {
  "name": "upper",
  "kind": "scalar",
  "signature": "upper(string)",
  "description": "Converts `string` to upper case."
 },
 {
  "name": "var_pop",
  "kind": "aggregate",
  "signature": "var_pop(x)",
  "description": "Returns the population variance."
 },
 {
  "name": "var_samp",
  "kind": "aggregate",
  "signature": "var_samp(x)",
  "description": "Returns the sample variance of all input values."
 },
 {
  "name": "week",
  "kind": "scalar",
  "signature": "week(ts)",
  "description": "Extract the week component from a date or timestamp."
 },
 {
  "name": "weekday",
  "kind": "scalar",
  "signature": "weekday(ts)",
  "description": "Extract the weekday component from a date or timestamp."
 },
 {
  "name": "weekofyear",
  "kind": "scalar",
  "signature": "weekofyear(ts)",
  "description": "Extract the weekofyear component from a date or timestamp."
 },
 {
  "name": "xor",
  "kind": "scalar",
  "signature": "xor(left, right)",
  "description": "Bitwise XOR."
 },
 {
  "name": "year",
  "kind": "scalar",
  "signature": "year(ts)",
  "description": "Extract the year component from a date or timestamp."
 },
 {
  "name": "yearweek",
  "kind": "scalar",
  "signature": "yearweek(ts)",
  "description": "Extract the yearweek component from a date or timestamp."
 }
];
