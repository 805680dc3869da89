/// `number / divisor`, rounded down.
func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
  let quotient = number / divisor
  return number % divisor < 0 ? quotient - 1 : quotient
}

/// What `floorDivide` leaves; never negative.
func floorRemainder(_ number: Int64, _ divisor: Int64) -> Int64 {
  number - floorDivide(number, divisor) * divisor
}

func isLeapYear(_ year: Int) -> Bool {
  year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

func daysInYear(_ year: Int) -> Int { isLeapYear(year) ? 366 : 365 }

/// Days of a month, 1...12.
func daysInMonth(_ month: Int, of year: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: isLeapYear(year) ? 29 : 28
  default: 31
  }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
func dayNumber(year: Int, month: Int, day: Int) -> Int {
  var number = day - 1
  for earlier in 1..<month { number += daysInMonth(earlier, of: year) }
  if year >= 1970 {
    for earlier in 1970..<year { number += daysInYear(earlier) }
  } else {
    for later in year..<1970 { number -= daysInYear(later) }
  }
  return number
}

/// Year, month (1...12) and day of the month of a number of days from 1970-01-01.
package func calendarDate(day: Int) -> (year: Int, month: Int, day: Int) {
  var year = 1970
  var rest = day
  while rest < 0 {
    year -= 1
    rest += daysInYear(year)
  }
  while rest >= daysInYear(year) {
    rest -= daysInYear(year)
    year += 1
  }
  var month = 1
  while rest >= daysInMonth(month, of: year) {
    rest -= daysInMonth(month, of: year)
    month += 1
  }
  return (year, month, rest + 1)
}
